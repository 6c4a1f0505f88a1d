using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>
/// Each known fault of the Lambda that Shield replaces (github.com/illumiolabs/illumio-guard-duty-shield), and that Shield does not share
/// it.
/// </summary>
public sealed partial class The_original_integrations_faults : LoopTest
{
    [Fact]
    public async Task It_knew_two_finding_types_and_we_answer_for_any()
    {
        await Install();
        await Ingest(
            Event("Backdoor:EC2/C&CActivity.B", Network("45.95.11.7", "OUTBOUND"), role: "TARGET", id: "f1"),
            Event("Canary:EC2/Unheard", Network("45.95.11.8", "INBOUND"), id: "f2")
        );
        await Reconcile();
        Assert.Equal(["45.95.11.7"], await Active());
        Assert.Equal((Verdict.Hold, "unknown-type"), await Answer("45.95.11.8"));
    }

    [Fact]
    public async Task It_took_what_it_did_not_understand_for_nothing_and_we_say_what_was_not_read()
    {
        var rejections = await Ingest("""{"Records":[{"body":"{}"}]}""");
        Assert.NotEmpty(rejections);
    }

    [Fact]
    public async Task It_never_provisioned_anything_for_want_of_a_slash()
    {
        await Install();
        await Ingest(Event("Recon:EC2/PortProbeUnprotectedPort", Probe("45.95.11.7")));
        Pce.ClearCalls();
        var report = await Reconcile();
        var body = JsonNode.Parse(Pce.Calls.Single(call => call.Method is "POST").RequestBody!)!;
        var href = (string)body["change_subset"]!["ip_lists"]![0]!["href"]!;
        Assert.Matches(ListHref(), href);
        Assert.Equal((ReconcileOutcome.Applied, 1), (report.Outcome, report.Added));
        Assert.Equal(["45.95.11.7"], await Active());
    }

    [Fact]
    public async Task It_made_a_policy_version_of_every_event_and_we_make_none_of_one_that_changes_nothing()
    {
        await Install();
        var before = await NewestVersion();
        await Ingest(
            Event("Recon:EC2/Portscan", Network("45.95.11.7", "OUTBOUND"), role: "ACTOR"),
            "{}",
            """{"source":"aws.health","detail-type":"AWS Health Event","detail":{}}"""
        );
        Pce.ClearCalls();
        await Reconcile();
        Assert.Empty(Writes);
        Assert.Equal(before, await NewestVersion());
    }

    [Fact]
    public async Task It_broke_on_IPv6_and_we_block_it()
    {
        await Install();
        Assert.True(await CanReach("2a0e:97c0::7", Web, 443));
        await Ingest(Event("Recon:EC2/PortProbeUnprotectedPort", Probe("45.95.11.7", "2a0e:97c0::7")));
        await Reconcile();
        Assert.Equal(["2a0e:97c0::7", "45.95.11.7"], await Active());
        Assert.False(await CanReach("2a0e:97c0::7", Web, 443));
    }

    [Fact]
    public async Task It_blocked_samples_archived_findings_victims_and_private_addresses()
    {
        await Install();
        await Ingest(
            Event("Recon:EC2/PortProbeUnprotectedPort", Probe("45.95.11.1"), id: "f1", sample: true),
            Event("Recon:EC2/PortProbeUnprotectedPort", Probe("45.95.11.2"), id: "f2", archived: true),
            Event("UnauthorizedAccess:EC2/SSHBruteForce", Network("45.95.11.3", "OUTBOUND"), role: "ACTOR", id: "f3"),
            Event("Recon:EC2/PortProbeUnprotectedPort", Probe("10.0.0.5"), id: "f4")
        );
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Empty(await Active());
        Assert.Equal((Verdict.Ignore, "sample"), await Answer("45.95.11.1"));
        Assert.Equal((Verdict.Ignore, "archived"), await Answer("45.95.11.2"));
        Assert.Equal((Verdict.Ignore, "victim"), await Answer("45.95.11.3"));
        Assert.Equal((Verdict.Ignore, "special-purpose"), await Answer("10.0.0.5"));
    }

    [Fact]
    public async Task It_would_have_blocked_the_deployments_own_hosts()
    {
        await Install();
        await Ingest(Event("Recon:EC2/PortProbeUnprotectedPort", Probe("52.28.14.101"), own: "52.28.14.101"));
        await Reconcile();
        Assert.Equal((Verdict.Ignore, "own-address"), await Answer("52.28.14.101"));
    }

    [Fact]
    public async Task It_broke_on_a_list_without_a_description()
    {
        await Install();
        await Admin.Put(await Href(), new JsonObject { ["description"] = "" });
        await Admin.Provision(await Href());
        Assert.False((await Admin.Get(await Href())).AsObject().ContainsKey("description"));
        await Record(Seen(Attacker));
        Assert.Equal(1, (await Reconcile()).Added);
    }

    [Fact]
    public async Task It_reported_a_refusal_by_the_PCE_as_success_and_the_finding_was_lost()
    {
        await Install();
        await Record(Seen(Attacker));
        Settings.ApiSecret = Shield.Pce.Calling.Secret.Of("wrong");
        using var locked = NewClient();
        var pce = new Shield.Pce.IllumioPce(locked, Settings, TimeProvider.System);
        var reconciler = new Reconciler(
            await LedgerAsync(),
            pce,
            Loop,
            new LeaseHolder("h", "b", 1, DateTimeOffset.UnixEpoch),
            _ => false,
            Clock
        );
        var refusal = await Assert.ThrowsAsync<PceException>(() => reconciler.RunAsync("test", Cancellation));
        Assert.Equal(PceFault.Credentials, refusal.Fault);
        Assert.DoesNotContain("wrong", refusal.ToString(), StringComparison.Ordinal);

        Assert.Equal(1, (await Reconcile()).Added);
    }

    [Fact]
    public async Task It_took_an_address_for_known_because_a_longer_one_was_on_the_list()
    {
        await Install();
        await Edit(Admin, await Href(), ranges => With(With(ranges, "45.95.11.70"), "145.95.11.7"));
        await Admin.Provision(await Href());
        await Record(Seen(Attacker));
        Assert.Equal(1, (await Reconcile()).Added);
        Assert.False(await CanReach(Attacker, Web, 443));
    }

    [Fact]
    public async Task Two_of_it_at_once_lost_an_address_and_two_of_ours_lose_none()
    {
        await Install();
        await Record(Seen(Attacker));
        var first = (await NewReconciler(TimeProvider.System, 1)).RunAsync("one", Cancellation);
        await Record(Seen(Other, id: "f0000002aaaa"));
        var second = (await NewReconciler(TimeProvider.System, 2)).RunAsync("two", Cancellation);
        await Task.WhenAll(first, second);
        Assert.Equal([Attacker, Other], await Active());
    }

    [Fact]
    public async Task It_sent_name_and_description_back_and_reverted_a_rename()
    {
        await Install();
        await Record(Seen(Attacker));
        Pce.ClearCalls();
        await Reconcile();
        var body = JsonNode.Parse(Pce.Calls.Single(call => call.Method is "PUT").RequestBody!)!.AsObject();
        Assert.Equal(["ip_ranges"], body.Select(member => member.Key));
    }

    [Fact]
    public async Task Its_list_only_grew_and_ours_ends_every_block()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, (await Reconcile()).Removed);
        Assert.True(await CanReach(Attacker, Web, 443));
    }

    [GeneratedRegex("^/orgs/1/sec_policy/draft/ip_lists/[0-9]+$")]
    private static partial Regex ListHref();

    private async Task<List<Rejection>> Ingest(params string[] lines)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var ledger = await LedgerAsync();
        List<Rejection> rejections = [];
        await foreach (var record in FindingReader.ReadAsync(input, "test", FindingReader.DefaultMaxRecordBytes, Cancellation))
        {
            rejections.AddRange(record.Rejections);
            if (record.Finding is { } finding)
            {
                await ledger.RecordAsync([Extraction.From(finding, "test", Clock.GetUtcNow())], Cancellation);
            }
        }

        return rejections;
    }

    private async Task<(Verdict, string)> Answer(string party)
    {
        var situation = await new SituationReader(await LedgerAsync(), Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        var decision = situation.Decided.Decisions.Single(decision => decision.Indicator == Indicator.Parse(party));
        return (decision.Verdict, decision.Reason);
    }

    private string Event(
        string type,
        JsonObject action,
        string id = "f1",
        string role = "TARGET",
        bool sample = false,
        bool archived = false,
        string? own = null
    )
    {
        var at = Clock.GetUtcNow().AddHours(-1).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["source"] = "aws.guardduty",
            ["detail-type"] = "GuardDuty Finding",
            ["detail"] = new JsonObject
            {
                ["accountId"] = "111122223333",
                ["region"] = "eu-central-1",
                ["id"] = id,
                ["type"] = type,
                ["severity"] = 2,
                ["updatedAt"] = at,
                ["createdAt"] = at,
                ["resource"] = new JsonObject
                {
                    ["instanceDetails"] = new JsonObject
                    {
                        ["networkInterfaces"] = own is null ? new JsonArray() : new JsonArray(new JsonObject { ["publicIp"] = own }),
                    },
                },
                ["service"] = new JsonObject
                {
                    ["action"] = action,
                    ["resourceRole"] = role,
                    ["archived"] = archived,
                    ["count"] = 1,
                    ["eventFirstSeen"] = at,
                    ["eventLastSeen"] = at,
                    ["additionalInfo"] = new JsonObject { ["sample"] = sample },
                },
            },
        }.ToJsonString();
    }

    private static JsonObject Network(string remote, string direction) =>
        new()
        {
            ["actionType"] = "NETWORK_CONNECTION",
            ["networkConnectionAction"] = new JsonObject { ["connectionDirection"] = direction, ["remoteIpDetails"] = Details(remote) },
        };

    private static JsonObject Probe(params string[] remotes) =>
        new()
        {
            ["actionType"] = "PORT_PROBE",
            ["portProbeAction"] = new JsonObject
            {
                ["portProbeDetails"] = new JsonArray([
                    .. remotes.Select(remote => new JsonObject { ["remoteIpDetails"] = Details(remote) }),
                ]),
            },
        };

    private static JsonObject Details(string remote) =>
        new() { [remote.Contains(':', StringComparison.Ordinal) ? "ipAddressV6" : "ipAddressV4"] = remote };
}
