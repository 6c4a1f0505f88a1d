"""Python's json.loads and the original integration's two look-ups, over the same JSON Lines."""
import json
import sys
import time


def addresses(event):
    action = event.get("detail", event).get("service", {}).get("action", {})
    if "portProbeAction" in action:
        yield action["portProbeAction"]["portProbeDetails"][0]["remoteIpDetails"]["ipAddressV4"]
    elif "networkConnectionAction" in action:
        yield action["networkConnectionAction"]["remoteIpDetails"]["ipAddressV4"]


start = time.process_time()
found = 0
with open(sys.argv[1], "rb") as file:
    for line in file:
        try:
            found += sum(1 for _ in addresses(json.loads(line)))
        except (KeyError, IndexError, TypeError):
            pass
print(f"python_found={found}")
print(f"python_seconds={time.process_time() - start:.3f}")
