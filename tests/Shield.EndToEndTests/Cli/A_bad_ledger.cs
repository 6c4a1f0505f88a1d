namespace Shield.EndToEndTests.Cli;

public sealed class A_bad_ledger : CliTest
{
    [Theory]
    [InlineData("threats", "list")]
    [InlineData("ingest", "f.json")]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("status")]
    [InlineData("unblock", "45.83.64.1", "--reason", "x")]
    public async Task Is_named_where_it_is_no_database(params string[] arguments)
    {
        File("shield.db", "this is no database, however long one looks at it", new string('x', 5_000));
        arguments = arguments[0] is "ingest" ? ["ingest", File("f.json", FindingText.BruteForce("45.83.64.1"))] : arguments;
        var run = (await Json(arguments)).Expect(1);
        Assert.Equal("ledger", run.ErrorCode);
        Assert.Contains(Ledger, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_named_where_its_folder_is_missing()
    {
        Environment["SHIELD_LEDGER__PATH"] = PathOf("none/shield.db");
        Assert.Equal("ledger", (await Json("apply")).Expect(1).ErrorCode);
    }
}
