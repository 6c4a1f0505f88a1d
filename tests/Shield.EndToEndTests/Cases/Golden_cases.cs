namespace Shield.EndToEndTests.Cases;

/// <summary>
/// Every folder beside this file: what GuardDuty reported, what stood before, what <c>shield plan</c> says and what is active after
/// <c>shield apply</c>. A new folder is a new test (CONTRIBUTING.md).
/// </summary>
public sealed class Golden_cases
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Shield.EndToEndTests", "Cases");

    public static TheoryData<string> All =>
        [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Are_planned_and_applied_as_written(string name)
    {
        var folder = Path.Combine(Folder, name);
        await using var world = await CaseWorld.SetAsync(folder);
        await world.RunAsync("ingest", Path.Combine(folder, "findings.json"));
        var plan = await world.RunAsync("plan", "--no-traffic");
        await world.RunAsync("apply");

        Golden.Matches(Path.Combine(folder, "plan.txt"), plan);
        Golden.Matches(Path.Combine(folder, "after.json"), await world.ActiveEntriesAsync());
        if (plan.Contains(" 0 kept back", StringComparison.Ordinal))
        {
            Assert.Matches("(?m)^Nothing to do", await world.RunAsync("plan", "--no-traffic"));
        }
    }
}
