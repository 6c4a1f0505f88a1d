using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Cli;

/// <summary>That somebody took an entry of ours off the PCE is news (law 6).</summary>
public abstract class A_removal_by_hand : CliTest
{
    private const string Attacker = "45.83.64.1";

    protected abstract string Who { get; }

    protected abstract bool ReadsUsers { get; }

    protected override SimulatorOptions Options =>
        base.Options with
        {
            ManagesUsers = ReadsUsers,
            Users =
            [
                new ApiUser
                {
                    Key = "api_b0",
                    Secret = "bo-s",
                    Href = "/users/77",
                    Username = "bo@example.com",
                    FullName = "Bo Berg",
                },
            ],
        };

    [Fact]
    public async Task Is_told_by_status_plan_apply_and_doctor_with_who_what_and_until_when()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker, "45.83.64.2");
        Assert.Empty((await Json("plan")).Json["removedByHand"]!.AsArray());
        await RemoveAsync();

        foreach (var command in new[] { "plan", "status", "apply", "status", "plan" })
        {
            var row = (await Json(command)).Json["removedByHand"]!.AsArray().Single()!;
            Assert.Equal(
                (Attacker, Who, "/users/77", "inbound"),
                ((string)row["indicator"]!, (string)row["who"]!, (string)row["by"]!, (string)row["direction"]!)
            );
            var text = (await Text(command)).Output;
            Assert.Contains($"Removed by hand: {Who} took {Attacker} (inbound) off the PCE", text, StringComparison.Ordinal);
            Assert.Contains("stays off until", text, StringComparison.Ordinal);
            Assert.DoesNotContain("All is well", text, StringComparison.Ordinal);
        }

        var check = (await Json("doctor")).Json["checks"]!.AsArray().Single(check => (string)check!["check"]! is "removed-by-hand")!;
        Assert.Equal("warn", (string)check["answer"]!);
        Assert.Contains(Who, (string)check["detail"]!, StringComparison.Ordinal);

        // Taken back, it is no news any more.
        (await Json("threats", "block", Attacker, "--reason", "it is one")).Expect(0);
        Assert.Empty((await Json("plan")).Json["removedByHand"]!.AsArray());
    }

    private async Task RemoveAsync()
    {
        using var bo = new PceHands(Pce, "api_b0", "bo-s");
        await RemoveByHandAsync(bo, Attacker);
    }
}

public sealed class A_removal_by_hand_with_a_key_that_reads_users : A_removal_by_hand
{
    protected override string Who => "Bo Berg (bo@example.com)";

    protected override bool ReadsUsers => true;
}

public sealed class A_removal_by_hand_with_a_key_that_does_not_read_users : A_removal_by_hand
{
    protected override string Who => "/users/77";

    protected override bool ReadsUsers => false;
}
