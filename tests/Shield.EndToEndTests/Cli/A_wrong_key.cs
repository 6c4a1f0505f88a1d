namespace Shield.EndToEndTests.Cli;

/// <summary>The PCE answers 401: every command that asks it says that the key is wrong, and what to do, in the same words.</summary>
public sealed class A_wrong_key : CliTest
{
    private const string What = "the API key is wrong: the PCE does not take Pce:ApiKey with Pce:ApiSecret";
    private const string Remedy = "make a new API key in the PCE's console, and set Pce:ApiKey and Pce:ApiSecret together";

    [Theory]
    [InlineData("init")]
    [InlineData("init --apply")]
    [InlineData("init --domains")]
    [InlineData("init --domains --undo --apply")]
    [InlineData("init --migrate")]
    [InlineData("init --migrate --apply")]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("apply --accept-plan 1f2e3d4c5b6a --reason x")]
    [InlineData("status")]
    [InlineData("doctor")]
    [InlineData("threats list")]
    [InlineData("threats show 45.83.64.1")]
    [InlineData("explain 45.83.64.1")]
    [InlineData("threats block 45.83.64.1 --reason x")]
    [InlineData("threats reject 45.83.64.1 --reason x")]
    [InlineData("threats approve 45.83.64.9 --reason x")]
    [InlineData("threats withdraw {act} --reason x")]
    [InlineData("unblock 45.83.64.1 --reason x")]
    [InlineData("allow add 45.83.64.1 --reason x")]
    [InlineData("allow remove 45.83.70.1 --reason x")]
    [InlineData("ingest {findings} --apply")]
    public async Task Is_called_a_wrong_key_by(string command)
    {
        var findings = File(
            "f.json",
            FindingText.BruteForce("45.83.64.1"),
            FindingText.BruteForce("45.83.64.9", change: finding => finding["type"] = "Canary:EC2/Unheard")
        );
        (await Json("ingest", findings)).Expect(0);
        (await Json("allow", "add", "45.83.70.1", "--reason", "x", "--record-only")).Expect(0);
        var act = (string)(await Json("threats", "acts")).Json[0]!["id"]!;
        Environment["SHIELD_PCE__APISECRET"] = "hunter2hunter2";
        string[] arguments =
        [
            .. command
                .Split(' ')
                .Select(word =>
                    word is "{findings}" ? findings
                    : word is "{act}" ? act
                    : word
                ),
        ];

        // Those that only look answer what they know; the others fail.
        var looks =
            command.Split(' ')[0] is "status" or "doctor" or "explain"
            || command.StartsWith("threats list", StringComparison.Ordinal)
            || command.StartsWith("threats show", StringComparison.Ordinal);
        var run = looks ? await Text(arguments) : (await Json(arguments)).Expect(1);
        var said = (looks ? run.Output + run.Error : run.Error).ReplaceLineEndings(" ");
        Assert.Contains(What, said, StringComparison.Ordinal);
        Assert.Contains(Remedy, said, StringComparison.Ordinal);
        Assert.DoesNotContain("(empty body)", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
        Assert.Contains("X-Request-Id", said, StringComparison.Ordinal);
        if (!looks)
        {
            Assert.Equal(("pce-credentials", Remedy), (run.ErrorCode, (string)run.Json["error"]!["remedy"]!));
        }
    }
}
