"""A Lambda handler as one would write it in Python, for the benchmark: parse, GET the list, PUT it, POST the policy, by requests. Reads no ledger, and checks nothing."""
import json
import os
import urllib.request

import requests

RUNTIME = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"
PCE = os.environ["BENCH_PCE"] + "/api/v2"
LIST = os.environ["BENCH_LIST"]
session = requests.Session()
session.trust_env = False
session.auth = (os.environ["BENCH_KEY"], os.environ["BENCH_SECRET"])


def handle(event):
    parties = [json.loads(record["body"])["detail"]["service"]["action"]["networkConnectionAction"]["remoteIpDetails"]["ipAddressV4"] for record in event["Records"]]
    current = session.get(PCE + LIST).json()
    ranges = [{key: entry[key] for key in ("from_ip", "to_ip", "description") if entry.get(key)} for entry in current["ip_ranges"]]
    ranges += [{"from_ip": party} for party in parties]
    session.put(PCE + LIST, json={"ip_ranges": ranges}).raise_for_status()
    session.post(f"{PCE}/orgs/1/sec_policy", json={"update_description": "handler", "change_subset": {"ip_lists": [{"href": LIST}]}}).raise_for_status()
    return {"batchItemFailures": []}


opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
while True:
    with opener.open(f"{RUNTIME}/next") as answer:
        request_id, event = answer.headers["Lambda-Runtime-Aws-Request-Id"], json.load(answer)
    opener.open(urllib.request.Request(f"{RUNTIME}/{request_id}/response", json.dumps(handle(event)).encode())).close()
