using System.Text.RegularExpressions;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// Nothing prints more than a screen to a person's terminal unasked: it goes through PAGER, as git's does. The program runs before a real
/// terminal of 24 rows.
/// </summary>
public sealed partial class The_pager : CliTest
{
    private const int Rows = 24;
    private const int Parties = 60;

    [Theory]
    [InlineData("threats list")]
    [InlineData("threats acts")]
    [InlineData("plan")]
    [InlineData("policy show")]
    public async Task Shows_what_is_longer_than_the_screen(string command)
    {
        await FillAsync();
        var shown = await AtTerminalAsync(command.Split(' '));
        Assert.True(Paged.Split('\n').Length > Rows, Paged);
        Assert.DoesNotContain("45.83.64.", shown, StringComparison.Ordinal);
        Assert.Empty(shown.Trim());
    }

    [Theory]
    [InlineData("threats list --limit 3")]
    [InlineData("threats list --by reason")]
    [InlineData("status")]
    [InlineData("threats list --no-pager")]
    [InlineData("threats list -o csv")]
    [InlineData("threats list -o json")]
    public async Task Is_not_asked_for_what_fits_and_for_who_wants_none(string command)
    {
        await FillAsync();
        Assert.NotEmpty((await AtTerminalAsync(command.Split(' '))).Trim());
        Assert.False(System.IO.File.Exists(PathOf("paged.txt")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cat")]
    [InlineData("/no/such/program")]
    public async Task Is_none_where_it_is_switched_off_or_not_there_and_all_is_shown(string pager)
    {
        await FillAsync();
        Environment["PAGER"] = pager;
        var shown = await AtTerminalAsync("threats", "list");
        Assert.All(Enumerable.Range(1, Parties), number => Assert.Matches($@"45\.83\.64\.{number}\b", shown));
    }

    [Fact]
    public async Task Is_not_asked_by_a_pipe()
    {
        await FillAsync();
        Assert.Equal(Parties, (await Spawn("threats", "list", "-o", "plain")).Expect(0).Output.TrimEnd().Split('\n').Length);
        Assert.True((await Spawn("threats", "list")).Expect(0).Output.Split('\n').Length > Rows);
        Assert.False(System.IO.File.Exists(PathOf("paged.txt")));
    }

    /// <summary>A reader who leaves before the end has seen enough; nothing is wrong.</summary>
    [Fact]
    public async Task May_be_left_before_the_end()
    {
        await FillAsync();
        Environment["PAGER"] = "head -n 2";
        var shown = await AtTerminalAsync("threats", "list");
        Assert.Equal(2, shown.TrimEnd().Split('\n').Length);
    }

    /// <summary>Colours, and what the runtime tells a terminal before it starts another program.</summary>
    [GeneratedRegex("\u001b(\\[[?0-9;]*[a-zA-Z]|[=>])")]
    private static partial Regex Escape();

    private string Paged => System.IO.File.ReadAllText(PathOf("paged.txt"));

    private async Task FillAsync()
    {
        string[] parties = [.. Enumerable.Range(1, Parties).Select(number => $"45.83.64.{number}")];
        (await Json("threats", "block", "--from", File("parties.txt", parties), "--reason", "a campaign", "--record-only")).Expect(0);
        (await Initialise()).Expect(0);
        Environment["PAGER"] = $"cat > {PathOf("paged.txt")}";
    }

    private async Task<string> AtTerminalAsync(params string[] arguments)
    {
        using var terminal = new Pty(Rows, columns: 100);
        var reading = terminal.ReadAsync(Cancellation);
        var run = await SpawnRedirected($">{terminal.Name} 2>/dev/null", arguments);
        terminal.End();
        Assert.True(run.ExitCode is 0 or 2, run.Error);
        return Escape().Replace(await reading, "");
    }
}
