using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary>A folder that <c>shield run</c> watches: nothing in it is lost, and nothing is read half.</summary>
public sealed class A_watched_folder : ServiceTest
{
    public A_watched_folder()
    {
        Directory.CreateDirectory(Inbox);
        Environment["SHIELD_SERVICE__FOLDER__PATH"] = Inbox;
        Environment["SHIELD_SERVICE__FOLDER__SETTLE"] = "0s";
    }

    private string Inbox => PathOf("inbox");

    [Fact]
    public async Task Is_recorded_file_by_file_and_each_is_moved_away()
    {
        await Initialise();
        await Put("first.json", FindingText.BruteForce("45.83.7.1"));
        var service = await StartServiceAsync();
        await UntilAsync(() => Is("done/first.json"), "the first file is done");

        // The same name once more does not take the place of the first.
        await Put("first.json", FindingText.BruteForce("45.83.7.2"));
        await Put("second.jsonl", $"{FindingText.BruteForce("45.83.7.3")}\n{FindingText.BruteForce("45.83.7.4")}\n");

        await UntilAsync(() => Task.FromResult(Files("done").Length is 3), "all files are done");
        await UntilAsync(async () => (await Listed()).Length is 4, "all of them are active");
        Assert.Empty(Files(""));
        Assert.Equal(4, (int)(await ReadyOf(service))["sources"]![1]!["findings"]!);
    }

    [Fact]
    public async Task Keeps_what_is_no_file_of_findings()
    {
        await Put("notes.txt", "not for us");
        await Put(".hidden.json", FindingText.BruteForce("45.83.7.1"));
        await Put("upload.json.part", FindingText.BruteForce("45.83.7.2"));
        await Put("empty.json", "");
        System.IO.File.CreateSymbolicLink(Path.Combine(Inbox, "link.json"), await Outside());

        await StartServiceAsync();
        await Put("real.json", FindingText.BruteForce("45.83.7.3"));

        await UntilAsync(() => Is("done/real.json"), "the one file of findings is done");
        Assert.Equal([".hidden.json", "empty.json", "link.json", "notes.txt", "upload.json.part"], Files(""));
        Assert.Equal(1, await KnownAsync());
    }

    [Fact]
    public async Task Waits_for_a_file_that_is_half_written()
    {
        var finding = FindingText.BruteForce("45.83.7.1");
        await Put("slow.json", finding[..200]);
        var service = await StartServiceAsync();
        await Put("other.json", FindingText.BruteForce("45.83.7.2"));
        await UntilAsync(() => Is("done/other.json"), "the file beside it is done");
        Assert.Equal(["slow.json"], Files(""));

        await Put("slow.json", finding);

        await UntilAsync(() => Is("done/slow.json"), "it is done when it is whole");
        Assert.Equal(2, await KnownAsync());
        Assert.False(Directory.Exists(Path.Combine(Inbox, "failed")));
        Assert.Equal(0, (int)(await ReadyOf(service))["sources"]![1]!["rejected"]!);
    }

    [Fact]
    public async Task Waits_for_a_file_that_grows()
    {
        Environment["SHIELD_SERVICE__FOLDER__SETTLE"] = "2s";
        await StartServiceAsync();
        for (var line = 1; line <= 6; line++)
        {
            await System.IO.File.AppendAllTextAsync(
                Path.Combine(Inbox, "grows.jsonl"),
                FindingText.BruteForce($"45.83.7.{line}") + "\n",
                Cancellation
            );
            Assert.Equal(0, await KnownAsync());
            await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System, Cancellation);
        }

        await UntilAsync(() => Is("done/grows.jsonl"), "it is done when nobody writes to it");
        Assert.Equal(6, await KnownAsync());
    }

    [Fact]
    public async Task Sets_a_file_aside_that_is_broken_and_says_why()
    {
        // A minute passes in a third of a second.
        Clock.Speed = 200;
        await Put("broken.jsonl", $"{FindingText.BruteForce("45.83.7.1")}\nno finding\n");
        await StartServiceAsync();

        await UntilAsync(() => Is("failed/broken.jsonl"), "it is set aside");

        Assert.Equal(1, await KnownAsync());
        Assert.Contains(
            "line 2: ",
            await System.IO.File.ReadAllTextAsync(Path.Combine(Inbox, "failed", "broken.jsonl.why.txt"), Cancellation),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Goes_on_past_a_file_that_cannot_be_read()
    {
        // Its writer has locked it (flock), which counts for an administrator too.
        await using var locked = new FileStream(Path.Combine(Inbox, "a.json"), FileMode.Create, FileAccess.Write, FileShare.None);
        locked.Write(System.Text.Encoding.UTF8.GetBytes(FindingText.BruteForce("45.83.7.1")));
        locked.Flush();
        await Put("b.json", FindingText.BruteForce("45.83.7.2"));
        var service = await StartServiceAsync();

        await UntilAsync(() => Is("done/b.json"), "the other file is done");
        await UntilReadySaysAsync(service, "folder: a.json: ");
        Assert.True((bool)(await ReadyOf(service))["ready"]!);
        locked.Close();

        await UntilAsync(() => Is("done/a.json"), "it is done when it can be read");
        await UntilAsync(async () => (bool)(await ReadyOf(service))["sources"]![1]!["works"]!, "nothing is wrong with it any more");
    }

    [Fact]
    public async Task Loses_no_file_that_it_cannot_move()
    {
        await Put("done", "a file where a folder should be");
        await Put("a.json", FindingText.BruteForce("45.83.7.1"));
        var service = await StartServiceAsync();

        await UntilReadySaysAsync(service, "folder: a.json: ");
        Assert.Equal(1, await KnownAsync());
        System.IO.File.Delete(Path.Combine(Inbox, "done"));

        await UntilAsync(() => Is("done/a.json"), "it is moved when that is possible");
        Assert.Equal(1, (int)(await ReadyOf(service))["sources"]![1]!["findings"]!);
    }

    [Fact]
    public async Task Is_named_when_it_vanishes_and_watched_again_when_it_is_back()
    {
        var service = await StartServiceAsync();
        Directory.Delete(Inbox, recursive: true);

        await UntilReadySaysAsync(service, "folder: Could not find");
        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.1")), System.Net.HttpStatusCode.Accepted);
        Directory.CreateDirectory(Inbox);
        await Put("back.json", FindingText.BruteForce("45.83.7.2"));

        await UntilAsync(() => Is("done/back.json"), "it is watched again");
        Assert.DoesNotContain("folder: ", (await ReadyOf(service))["problems"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, await KnownAsync());
    }

    [Fact]
    public async Task May_be_watched_by_two()
    {
        var (one, other) = (await StartServiceAsync(), await StartServiceAsync());
        foreach (var host in Enumerable.Range(1, 30))
        {
            await Put($"{host}.json", FindingText.BruteForce($"45.83.7.{host}"));
        }

        await UntilAsync(() => Task.FromResult(Files("done").Length is 30), "all files are done");
        Assert.Equal(30, await KnownAsync());
        (await one.StopAsync()).Expect(0);
        (await other.StopAsync()).Expect(0);
    }

    private Task Put(string name, string text) => System.IO.File.WriteAllTextAsync(Path.Combine(Inbox, name), text, Cancellation);

    private async Task<string> Outside()
    {
        await System.IO.File.WriteAllTextAsync(PathOf("outside.json"), FindingText.BruteForce("45.83.7.9"), Cancellation);
        return PathOf("outside.json");
    }

    private Task<bool> Is(string name) => Task.FromResult(System.IO.File.Exists(Path.Combine(Inbox, name)));

    private string[] Files(string folder) =>
        Directory.Exists(Path.Combine(Inbox, folder))
            ?
            [
                .. Directory
                    .EnumerateFiles(Path.Combine(Inbox, folder))
                    .Select(file => Path.GetFileName(file)!)
                    .Order(StringComparer.Ordinal),
            ]
            : [];
}
