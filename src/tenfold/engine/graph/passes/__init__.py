"""Passes over a graph before it is run: each leaves the results as they are, to the bit.

`sweep.optimized` applies them where an executable is made, so that the interpreter and the compiler
get the same graph; the traced graph stays as it is. `options` says which ones run.

What they do to four training steps (ops that compute something, those inside loops counted; with
one pass on only, and with all of them):

| | none | folding | arithmetic | dependencies | shapes | all |
|---|---|---|---|---|---|---|
| MLP 784-128-10, Adam | 140 | 139 | 102 | 139 | 140 | 100 |
| eight convolutions, Adam | 597 | 596 | 391 | 596 | 597 | 389 |
| loop of 20 steps with its gradient | 40 | 38 | 40 | 38 | 40 | 37 |
| transformer block, open batch and length | 215 | 200 | 205 | 214 | 201 | 181 |

Processor time, without and with all passes, the least of several runs on a busy machine; what the
passes cost is for one node that reaches them (for the loop, the nodes inside it come on top):

| | interpreted, ms | traced and compiled, s | compiled call, ms | cost, us a node |
|---|---|---|---|---|
| MLP | 0.86, 0.68 | 0.39, 0.39 | 0.24, 0.23 | 2.9 |
| eight convolutions | 5.9, 4.9 | 1.23, 1.03 | 1.07, 1.06 | 3.3 |
| loop | 1.97, 1.65 | 0.38, 0.41 | 0.10, 0.08 | 7.6 |
| transformer block | 1.53, 1.16 | 0.67, 0.70 | 0.17, 0.15 | 4.2 |

So they pay for the interpreter; XLA finds by itself most of what they find, and its time hardly
changes. Functions without branches or loops pay nothing for the passes over those.
"""
