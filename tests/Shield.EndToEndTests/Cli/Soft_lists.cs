namespace Shield.EndToEndTests.Cli;

public sealed class Soft_lists : CliTest
{
    [Fact]
    public async Task Hold_a_front_door_and_say_which_list_has_it()
    {
        Use("front-door", "45.83.64.0/24");
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.65.1");
        Assert.Equal(["45.83.65.1"], await Listed());
        var explained = (await Json("explain", "45.83.64.1")).Expect(0).Json;
        Assert.Equal(("hold", "front-door"), ((string)explained["verdict"]!, (string)explained["reason"]!));
        Assert.Contains("the list 'mine' has 45.83.64.0/24", (await Text("explain", "45.83.64.1")).Output, StringComparison.Ordinal);

        (await Json("threats", "approve", "45.83.64.1", "--reason", "seen by hand")).Expect(0);
        Assert.Equal(["45.83.64.1", "45.83.65.1"], (await Listed()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Remove_nothing_when_they_come_to_hold_what_is_blocked()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Use("front-door", "45.83.64.0/24");
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
        Assert.Single((await Json("status")).Json["heldButListed"]!.AsArray());
    }

    [Theory]
    [InlineData("198.51.100.0/2", "line 1: '198.51.100.0/2' has host bits")]
    [InlineData("0.0.0.0/0", "covers so much")]
    [InlineData("", "no entry")]
    [InlineData(null, "cannot be read")]
    public async Task That_cannot_be_read_stop_new_blocks_and_end_no_old_one(string? content, string fault)
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Use("front-door", content);
        var run = (await Json("ingest", File("more.json", FindingText.BruteForce("45.83.64.2")), "--apply")).Expect(3);
        Assert.Equal(("kept-back", 0), ((string)run.Json["apply"]!["outcome"]!, (int)run.Json["apply"]!["removed"]!));
        Assert.Equal(["45.83.64.1"], await Listed());
        var said = (string)(await Json("status")).Json["neverBlockUnreadable"]!.AsArray().Single()!;
        Assert.Contains("NeverBlock:Files 'mine': ", said, StringComparison.Ordinal);
        Assert.Contains(PathOf("mine.txt"), said, StringComparison.Ordinal);
        Assert.Contains(fault, said, StringComparison.Ordinal);

        // It ends as ever, and what was kept back comes once the list can be read.
        // What it asks for holds, whatever else is kept back.
        (await Json("unblock", "45.83.64.1", "--reason", "x")).Expect(0);
        Assert.Empty(await Listed());
        Use("front-door", "192.0.2.0/24");
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.83.64.2"], await Listed());
    }

    /// <param name="content">Null: there is no file.</param>
    private void Use(string kind, string? content)
    {
        if (content is not null)
        {
            File("mine.txt", content);
        }

        Environment["SHIELD_NEVERBLOCK__FILES__0__NAME"] = "mine";
        Environment["SHIELD_NEVERBLOCK__FILES__0__PATH"] = PathOf("mine.txt");
        Environment["SHIELD_NEVERBLOCK__FILES__0__FORMAT"] = "plain";
        Environment["SHIELD_NEVERBLOCK__FILES__0__KIND"] = kind;
    }
}
