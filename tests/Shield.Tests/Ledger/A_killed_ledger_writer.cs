using System.Globalization;
using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;
using Shield.LedgerWriter;
using Shield.Sqlite;

namespace Shield.Tests.Ledger;

public sealed class A_killed_ledger_writer
{
    /// <summary>The nightly run asks for more.</summary>
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("SHIELD_KILLS") ?? "20",
        System.Globalization.CultureInfo.InvariantCulture
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loses_nothing_it_recorded_and_leaves_nothing_to_repair()
    {
        var moments = new Random(20260301);
        using var folder = new LedgerFolder();
        var next = 1;
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var writer = LedgerWriterProcess.Start(folder.File(), "rounds", $"{next}");
            await writer.FirstLineAsync(Token);
            await Task.Delay(TimeSpan.FromMilliseconds(moments.Next(0, 150)), Token);
            var confirmed = await writer.KillAsync(Token);

            Assert.NotEmpty(confirmed);
            next = await CheckAsync(folder.File(), confirmed);
        }

        Assert.True(next > Kills, $"{next - 1} rounds in {Kills} lives");
    }

    [Fact]
    public async Task Leaves_a_file_that_the_next_one_can_use_even_where_it_had_just_begun_to_make_it()
    {
        var moments = new Random(20260302);
        using var folder = new LedgerFolder();
        for (var kill = 1; kill <= 8; kill++)
        {
            var path = folder.File($"{kill}.db");
            using var writer = LedgerWriterProcess.Start(path, "rounds", "1");
            var deadline = Task.Delay(TimeSpan.FromSeconds(20), Token);
            while (!File.Exists(path) && !deadline.IsCompleted)
            {
                await Task.Yield();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(moments.Next(0, 40)), Token);
            await CheckAsync(path, await writer.KillAsync(Token));
        }
    }

    /// <returns>The first number of which nothing is recorded.</returns>
    private static async Task<int> CheckAsync(string path, IReadOnlyList<string> confirmed)
    {
        await using var ledger = await SqliteLedger.OpenAsync(path, Token);
        var content = await ledger.ReadAsync(Token);
        var numbers = content.States.Length;

        // All of a number or nothing of it, and no number left out.
        AnyEvidence.AssertSame(
            new LedgerContent
            {
                Sightings = [.. Evidence(numbers).SelectMany(one => one.Sightings)],
                States = [.. Evidence(numbers).Select(one => one.State)],
                OwnAddresses = [.. Evidence(numbers).SelectMany(one => one.OwnAddresses)],
                Acts = [.. Enumerable.Range(1, numbers).Select(Numbered.Act).Where(act => content.Acts.Contains(act))],
                Resolutions = [],
            },
            content
        );

        // Reading verifies the chain.
        var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        var outcome = history.Records.LastOrDefault(record => record.Kind is HistoryKind.Outcome);
        Assert.Equal(outcome?.Hash, history.Baseline?.OutcomeHash);
        if (outcome is not null)
        {
            var number = Enumerable.Range(1, numbers).Single(n => Numbered.Outcome(n) == outcome.Content);
            var baseline = Numbered.Baseline(number, outcome.Hash);
            Assert.Equal(baseline.Inbound.AsEnumerable(), history.Baseline!.Inbound);
            Assert.Equal(baseline.Outbound.AsEnumerable(), history.Baseline.Outbound);
        }

        var lease = await ledger.ReadLeaseAsync(Token);
        // Each kill between asking for a round and completing it leaves one that only the next completes.
        Assert.InRange(lease.CompletedGeneration, 0, lease.Generation);
        AssertKept(confirmed, content, history, lease);
        Assert.Equal("ok", IntegrityOf(path));
        return numbers + 1;
    }

    private static void AssertKept(IReadOnlyList<string> confirmed, LedgerContent content, HistoryTail history, LeaseState lease)
    {
        var acts = content.Acts.Select(act => act.Id).ToHashSet();
        var records = history.Records.Select(record => record.Content).ToHashSet();
        foreach (
            var (what, number) in confirmed
                .Select(line => line.Split(' '))
                .Select(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture)))
        )
        {
            var kept = what switch
            {
                "finding" => number <= content.States.Length,
                "act" => acts.Contains($"act-{number}"),
                "intent" => records.Contains(Numbered.Intent(number)),
                "outcome" => records.Contains(Numbered.Outcome(number)),
                "generation" => number <= lease.Generation,
                "round" => number <= lease.CompletedGeneration,
                _ => throw new ArgumentException(what),
            };
            Assert.True(kept, $"{what} {number} was confirmed and is lost");
        }
    }

    private static IEnumerable<Core.Evidence.FindingEvidence> Evidence(int numbers) =>
        Enumerable.Range(1, numbers).Select(Numbered.Evidence);

    private static string? IntegrityOf(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return command.ExecuteScalar() as string;
    }
}
