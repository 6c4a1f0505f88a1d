using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Shield.EndToEndTests.Campaign;

/// <summary>
/// Two deployments of one owner on one ledger, a person at the PCE's console, clocks, kills, lost answers and faults, drawn by seed. When
/// all that hinders has ended and time has passed, exactly those are blocked who must be; and at no moment is anything of others changed,
/// an address blocked that never may be, a removal by hand invented or undone, or something called active that is not denied. What failed
/// is told with its seed, and as the shortest history that fails in the same way: SHIELD_CAMPAIGN=1 SHIELD_CAMPAIGN_FROM=seed lives it
/// again.
/// </summary>
public sealed class A_history_of_two_operators_a_person_and_a_PCE
{
    private const int ToldAtMost = 8;
    private const int Batch = 500;

    /// <summary>What happens how often.</summary>
    private static readonly Dictionary<Kind, int> Weights = new()
    {
        [Kind.Evidence] = 20,
        [Kind.Act] = 16,
        [Kind.Reconcile] = 22,
        [Kind.Wait] = 6,
        [Kind.Autonomy] = 2,
        [Kind.Restart] = 1,
        [Kind.Install] = 1,
        [Kind.ForeignEntry] = 5,
        [Kind.RemovalByHand] = 5,
        [Kind.ProvisionByPerson] = 2,
        [Kind.Revert] = 2,
        [Kind.RestoreVersion] = 2,
        [Kind.SwitchRules] = 1,
        [Kind.EditText] = 2,
        [Kind.Kill] = 8,
        [Kind.LostAnswer] = 4,
        [Kind.PceFault] = 4,
        [Kind.StaleRead] = 3,
        [Kind.Meanwhile] = 3,
        [Kind.PersonMeanwhile] = 3,
        [Kind.RemovalInDraft] = 3,
        [Kind.RestoreInDraft] = 1,
        [Kind.DeleteLists] = 1,
        [Kind.PutBackLedger] = 2,
        [Kind.LoseLedger] = 1,
        [Kind.RebuildPce] = 1,
        [Kind.ShieldClock] = 2,
        [Kind.PceClock] = 1,
    };

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    /// <summary>How many, from which seed, with which kinds; and where a long run keeps how far it came: see tests/nightly.</summary>
    [Fact]
    public void Loses_nothing_and_blocks_nothing_wrongly()
    {
        var count = Setting("SHIELD_CAMPAIGN", 1_000);
        var progress = Environment.GetEnvironmentVariable("SHIELD_CAMPAIGN_PROGRESS") is { Length: > 0 } path ? path : null;
        var from =
            progress is not null && File.Exists(progress)
                ? int.Parse(File.ReadAllText(progress), CultureInfo.InvariantCulture)
                : Setting("SHIELD_CAMPAIGN_FROM", 0);
        var until = progress is null ? from + count : ((from / count) + 1) * count;
        var histories = new Histories(Switched(Environment.GetEnvironmentVariable("SHIELD_CAMPAIGN_KINDS") ?? ""));
        var broken = new ConcurrentBag<(int Seed, string Law)>();
        var watch = Stopwatch.StartNew();
        for (var next = from; next < until; next += Batch)
        {
            Live(histories, next, Math.Min(next + Batch, until), broken);
            if (progress is not null)
            {
                File.WriteAllText(progress, Math.Min(next + Batch, until).ToString(CultureInfo.InvariantCulture));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{until - from} histories from seed {from} in {watch.Elapsed.TotalSeconds:0} s, {broken.Count} broke a law"
        );
        Assert.True(
            broken.IsEmpty,
            string.Join(
                "\n\n",
                broken
                    .GroupBy(one => one.Law)
                    .OrderByDescending(law => law.Count())
                    .Take(ToldAtMost)
                    .Select(law => Told(histories, law.Key, [.. law.Select(one => one.Seed).Order()]))
            )
        );
    }

    /// <summary>What a run of 100,000 found: stale lists of versions, clocks that were set back or ahead, orphans beside a newer
    /// block.</summary>
    [Theory]
    [InlineData(9515)]
    [InlineData(11035)]
    [InlineData(11083)]
    [InlineData(16930)]
    [InlineData(18858)]
    [InlineData(25318)]
    [InlineData(38821)]
    [InlineData(43660)]
    [InlineData(62736)]
    public void Does_not_repeat_what_was_found(int seed) => Assert.Null(BrokenBy(new Histories(Weights).Of(seed))?.Law);

    private static void Live(Histories histories, int from, int until, ConcurrentBag<(int Seed, string Law)> broken) =>
        Parallel.For(
            from,
            until,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            seed =>
            {
                if (BrokenBy(histories.Of(seed)) is { } law)
                {
                    broken.Add((seed, law.Law));
                }
            }
        );

    private static BrokenLawException? BrokenBy(IReadOnlyList<Happening> history)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            World.Live(history);
            return null;
        }
        catch (BrokenLawException broken)
        {
            return broken;
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            return new BrokenLawException($"nothing fails in a way of its own ({unexpected.GetType().Name})", unexpected.ToString());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>The shortest of a few histories that break the law, shrunk, with its story.</summary>
    private static string Told(Histories histories, string law, int[] seeds)
    {
        var shortest = seeds
            .Take(3)
            .Select(seed => (Seed: seed, History: Shrinking.Of(histories.Of(seed), history => BrokenBy(history)?.Law == law)))
            .MinBy(each => each.History.Count);
        return $"{seeds.Length} histories break the law \"{law}\": seeds {string.Join(", ", seeds.Take(10))}. Seed "
            + $"{shortest.Seed}, made shorter:\n  "
            + $"{string.Join("\n  ", shortest.History)}\n{BrokenBy(shortest.History)?.Message}";
    }

    /// <summary><c>-RebuildPce,+ShieldClock</c>; <c>only:Evidence,Reconcile</c>.</summary>
    private static Dictionary<Kind, int> Switched(string text)
    {
        const string only = "only:";
        if (text.StartsWith(only, StringComparison.Ordinal))
        {
            return text[only.Length..]
                .Split(',')
                .Select(Enum.Parse<Kind>)
                .ToDictionary(kind => kind, kind => Math.Max(1, Weights.GetValueOrDefault(kind)));
        }

        var weights = new Dictionary<Kind, int>(Weights);
        foreach (var kind in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            weights[Enum.Parse<Kind>(kind[1..])] = kind[0] is '-' ? 0 : Math.Max(3, Weights.GetValueOrDefault(Enum.Parse<Kind>(kind[1..])));
        }

        return weights;
    }
}
