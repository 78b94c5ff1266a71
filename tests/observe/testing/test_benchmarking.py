"""tf.test.Benchmark: reports, and the choice by name."""

import json

import pytest

import tenfold as tf
from tenfold.observe.testing.benchmarking import run_benchmarks


class Multiply(tf.test.Benchmark):
    ran = []

    def benchmark_small(self):
        self.ran.append("small")
        self.report_benchmark(iters=3, wall_time=0.5)

    def benchmark_large(self):
        self.ran.append("large")


class Session:
    def __init__(self):
        self.count = 0

    def run(self, fetch):
        self.count += 1
        return fetch


def test_choice_by_name(capsys):
    Multiply.ran.clear()
    run_benchmarks("Multiply.*small")
    assert Multiply.ran == ["small"]
    name, text = capsys.readouterr().out.split(" ", 1)
    assert name == "entry"
    assert json.loads(text) == {"name": "Multiply.benchmark_small", "iters": 3, "wall_time": 0.5}


def test_main_runs_benchmarks_instead_of_tests():
    Multiply.ran.clear()
    tf.test.main(["program", "--benchmarks=Multiply.benchmark_large"])
    assert Multiply.ran == ["large"]


def test_report_goes_to_a_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_REPORT_FILE_PREFIX", str(tmp_path / "report_"))
    Multiply().report_benchmark(iters=1, name="a/b")
    assert json.loads((tmp_path / "report_a__b").read_text())["iters"] == 1


def test_run_op_benchmark(capsys):
    session = Session()
    report = Multiply().run_op_benchmark(session, "fetch", min_iters=4, name="fetching")
    assert session.count == 6 and report["iters"] == 4 and report["wall_time"] >= 0.0
    assert "fetching" in capsys.readouterr().out


def test_metrics_are_checked():
    with pytest.raises(TypeError, match="name and value"):
        Multiply().report_benchmark(metrics=[{"value": 1}])


def test_abstract():
    class Base(tf.test.Benchmark):
        pass

    assert Base.is_abstract() and not Multiply.is_abstract()
