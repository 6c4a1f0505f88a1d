using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shield.EndToEndTests.Cli;
using Shield.EndToEndTests.Simulator;

namespace Shield.EndToEndTests.Notifying;

/// <summary>What the commands tell, and to whom.</summary>
public sealed class Notifications : CliTest
{
    private const string Secret = "0123456789abcdef";

    [Fact]
    public async Task Tell_after_a_reconcile_what_began_what_waits_and_what_ended_and_nothing_twice()
    {
        await using var receiver = await ReceiverAsync();
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        Assert.Equal(["blocked 45.83.64.1", "blocked 45.83.64.2"], Take(receiver));

        // A restart tells nothing twice.
        (await Json("apply")).Expect(0);
        Assert.Empty(Take(receiver));

        (await Json("unblock", "45.83.64.1", "--reason", "ours")).Expect(0);
        Assert.Equal(["ended 45.83.64.1"], Take(receiver));

        (await Json("pause", "--reason", "freeze")).Expect(0);
        (await Json("apply")).Expect(3);
        Assert.Equal(["paused"], Take(receiver));
        (await Json("resume", "--reason", "over")).Expect(0);
        (await Json("apply")).Expect(0);
        Assert.Equal(["recovered"], Take(receiver));

        await RemoveByHandAsync(new PceHands(Pce.Url), "45.83.64.2");
        (await Json("apply")).Expect(0);
        Assert.Equal(["removed-by-hand 45.83.64.2"], Take(receiver));
        Environment["SHIELD_POLICY__AUTONOMY"] = "ask";
        (await Json("ingest", File("more.json", FindingText.BruteForce("45.83.64.3")), "--apply")).Expect(0);
        Assert.Equal(["held 45.83.64.3"], Take(receiver));
    }

    /// <summary>Nothing may be called blocked while nobody blocks it (law 16).</summary>
    [Fact]
    public async Task Say_not_enforced_where_a_person_disabled_the_rule_and_never_blocked()
    {
        await using var receiver = await ReceiverAsync();
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Take(receiver);
        var person = new PceHands(Pce.Url);
        await SwitchRulesAsync(person, isOn: false);

        await IngestAndApplyUnenforced("45.83.64.2");
        Assert.Equal(["not-enforced"], Take(receiver));
        await SwitchRulesAsync(person, isOn: true);
        (await Json("apply")).Expect(0);
        Assert.Equal(["recovered"], Take(receiver));
    }

    [Fact]
    public async Task Stop_no_command_where_a_channel_is_down_and_come_when_it_is_back()
    {
        await using var receiver = await ReceiverAsync();
        await using var other = await ReceiverAsync("siem");
        (await Initialise()).Expect(0);
        receiver.Refuse(503);
        await IngestAndApply("45.83.64.1");
        Assert.Equal(["blocked 45.83.64.1"], Take(other));
        receiver.Got.Clear();

        var status = await Json("status");
        var row = status.Json["channels"]!.AsArray().Single(row => (string?)row!["name"] is "ops")!;
        Assert.NotNull(row["failingSince"]);
        Assert.Contains("Channel ops (webhook) takes no notifications since", (await Text("status")).Output, StringComparison.Ordinal);

        // It is left in peace for a minute, and then told what is news by then.
        receiver.Answer = context => context.Response.WriteAsync("ok");
        (await Json("apply")).Expect(0);
        Assert.Empty(receiver.Got);
        Clock.Advance(TimeSpan.FromMinutes(2));
        (await Json("apply")).Expect(0);
        Assert.Equal(["blocked 45.83.64.1"], Take(receiver));
        Assert.Empty(Take(other));
        Assert.DoesNotContain("takes no notifications", (await Text("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_a_message_aside_that_nobody_takes_and_send_it_again()
    {
        await using var receiver = await ReceiverAsync();
        (await Initialise()).Expect(0);
        receiver.Refuse(400);
        await IngestAndApply("45.83.64.1");
        Assert.Single(receiver.Got);
        var file = PathOf("letters.jsonl");
        Assert.DoesNotContain(Secret, await System.IO.File.ReadAllTextAsync(file, Cancellation), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await Json("status")).Json["channels"]![0]!["givenUp"]!);

        receiver.Got.Clear();
        await System.IO.File.AppendAllTextAsync(file, "garbage\n", Cancellation);
        var kept = (await Json("notify", "retry")).Expect(1).Json;
        Assert.Equal((0, 1, 1), ((int)kept["sent"]!, (int)kept["kept"]!, (int)kept["unreadable"]!));
        receiver.Answer = context => context.Response.WriteAsync("ok");
        var sent = (await Json("notify", "retry")).Expect(0).Json;
        Assert.Equal((1, 0, 0), ((int)sent["sent"]!, (int)sent["kept"]!, (int)sent["unreadable"]!));
        Assert.Equal("blocked 45.83.64.1", Take(receiver)[^1]);
        Assert.StartsWith("Nothing waits", (await Text("notify", "retry")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_a_channel_with_a_marked_message_and_say_what_came_back()
    {
        await using var receiver = await ReceiverAsync();
        var answer = (await Json("notify", "test", "OPS")).Expect(0).Json;
        Assert.Equal(("ops", true, "HTTP 200: ok"), ((string)answer["channel"]!, (bool)answer["delivered"]!, (string)answer["answer"]!));
        Assert.True((bool)JsonNode.Parse(Assert.Single(receiver.Bodies))!["test"]!);
        receiver.Refuse(404);
        var text = await Text("notify", "test", "ops");
        Assert.Equal(1, text.ExitCode);
        Assert.Contains("did not take the test message: HTTP 404: no <b>thanks</b>", text.Output, StringComparison.Ordinal);
        var unknown = (await Json("notify", "test", "nobody")).Expect(1).Json["error"]!;
        Assert.Equal(
            ("unknown-channel", "no channel is called 'nobody'; there are ops"),
            ((string)unknown["code"]!, (string)unknown["message"]!)
        );
    }

    [Fact]
    public async Task Print_no_secret()
    {
        await using var receiver = await ReceiverAsync();
        receiver.Refuse(503);
        (await Initialise()).Expect(0);
        var runs = new[]
        {
            await Text("policy", "show"),
            await Text("notify", "test", "ops"),
            await Text("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")), "--apply"),
            await Text("status"),
            await Text("doctor"),
        };
        foreach (var run in runs)
        {
            Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(receiver.Url, run.Output + run.Error, StringComparison.Ordinal);
        }
    }

    private async Task<Receiver> ReceiverAsync(string name = "ops")
    {
        var receiver = await Receiver.StartAsync();
        Environment[$"SHIELD_NOTIFY__{name.ToUpperInvariant()}__KIND"] = "webhook";
        Environment[$"SHIELD_NOTIFY__{name.ToUpperInvariant()}__URL"] = receiver.Url;
        Environment[$"SHIELD_NOTIFY__{name.ToUpperInvariant()}__SECRET"] = Secret;
        Environment["SHIELD_NOTIFY__DEADLETTERS"] = PathOf("letters.jsonl");
        return receiver;
    }

    private async Task IngestAndApplyUnenforced(string party) =>
        (await Json("ingest", File("findings.json", FindingText.BruteForce(party)), "--apply")).Expect(3);

    private static string[] Take(Receiver receiver)
    {
        string[] words =
        [
            .. receiver
                .Bodies.SelectMany(body =>
                {
                    DocumentSchemas.Check("notification", body);
                    return JsonNode.Parse(body)!["news"]!.AsArray();
                })
                .Select(news => $"{(string)news!["kind"]!} {(string?)news["indicator"]}".Trim()),
        ];
        receiver.Got.Clear();
        return words;
    }
}
