from tenfold.observe.testing.building import sync_devices as sync_devices
