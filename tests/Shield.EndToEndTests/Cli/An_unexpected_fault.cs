using Shield.Pce.Calling;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// Something that nobody foresaw, in the part that asks the PCE: told as what it is, never by the exception's own words, and beside what
/// holds all the same.
/// </summary>
public sealed class An_unexpected_fault : CliTest
{
    private const string Inner = "An item with the same key has already been added. Key: inner words";

    private bool _isBroken;

    protected override Func<PceOptions, HttpMessageHandler> Network => options => new Breaking(PceHandler.For(options), () => _isBroken);

    [Fact]
    public async Task Leaves_status_with_what_is_unknown_and_why()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        _isBroken = true;
        var run = (await Json("status")).Expect(1);

        Assert.False((bool)run.Json["pce"]!["readable"]!);
        Assert.Contains("a fault in Shield itself (ArgumentException", (string)run.Json["pce"]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(1, (int)run.Json["threats"]!["unknown"]!);
        Assert.Contains("what is blocked is unknown", (await Text("status")).Expect(1).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("init")]
    [InlineData("status")]
    [InlineData("doctor")]
    [InlineData("threats", "list")]
    [InlineData("explain", "45.83.64.1")]
    [InlineData("unblock", "45.83.64.1", "--reason", "x")]
    public async Task Is_never_told_in_an_exceptions_words(params string[] arguments)
    {
        (await Initialise()).Expect(0);
        _isBroken = true;
        var (json, text) = (await Json(arguments), await Text(arguments));
        Assert.Equal(json.ExitCode, text.ExitCode);
        Assert.DoesNotContain("inner words", json.Output + json.Error + text.Output + text.Error, StringComparison.Ordinal);
        Assert.Contains("a fault in Shield itself (ArgumentException", json.Output + json.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_nothing_back_that_was_recorded()
    {
        (await Initialise()).Expect(0);
        _isBroken = true;
        var run = (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")), "--apply")).Expect(1);
        Assert.Equal(("internal", 1), (run.ErrorCode, (int)run.Json["error"]!["recorded"]!["findings"]!));
        Assert.StartsWith("recorded; whether it is applied is not known", (string)run.Json["error"]!["message"]!, StringComparison.Ordinal);

        _isBroken = false;
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
    }

    private sealed class Breaking(HttpMessageHandler inner, Func<bool> isBroken) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            isBroken() ? throw new ArgumentException(Inner) : base.SendAsync(request, cancellationToken);
    }
}
