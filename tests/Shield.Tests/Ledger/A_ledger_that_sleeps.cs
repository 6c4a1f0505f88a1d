using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Sqlite;
using static Shield.Tests.World;

namespace Shield.Tests.Ledger;

/// <summary>
/// Two ledgers are told the same. One puts to rest what it may after each of it; what is alive there blocks and holds the same as all of
/// the other.
/// </summary>
public sealed class A_ledger_that_sleeps
{
    private static readonly DecisionPolicy Policy = new() { OnArchive = OnArchive.Withdraw };

    private static readonly Gen<(double Days, Sighting[] Told, Act[] Acts, bool IsArchived)> Step =
        from hours in Gen.OneOf(0, 1, 12, 24, 25, 73, 24 * 8, 24 * 31)
        from told in World.Sighting.Array[0, 3]
        from acts in World.Act.Array[0, 1]
        from isArchived in Gen.Int[0, 4].Select(one => one is 0)
        select (hours / 24.0, told, acts, isArchived);

    [Fact]
    public async Task Blocks_and_holds_as_one_that_never_does()
    {
        using var folder = new LedgerFolder();
        var file = 0;
        await Step.Array[2, 12]
            .SampleAsync(
                async steps =>
                {
                    var number = Interlocked.Increment(ref file);
                    await using var sleeping = await SqliteLedger.OpenAsync(folder.File($"{number}-sleeping.db"), Token);
                    await using var awake = await SqliteLedger.OpenAsync(folder.File($"{number}-awake.db"), Token);
                    var (now, count) = (Now, 0);
                    foreach (var step in steps)
                    {
                        now += TimeSpan.FromDays(step.Days);
                        var told = step.Told.Select(sighting => At(sighting, now, step.IsArchived)).ToArray();
                        var acts = step.Acts.Select(act => At(act, now, $"act{++count}")).ToArray();
                        foreach (var ledger in new[] { sleeping, awake })
                        {
                            await ledger.RecordAsync(told, Token);
                            await ledger.AppendAsync(acts, Token);
                        }

                        await RestAsync(sleeping, now);
                        Assert.Equal(
                            Answers(await awake.ReadAsync(EvidenceScope.Alive, Token), now),
                            Answers(await sleeping.ReadAsync(EvidenceScope.Alive, Token), now)
                        );
                    }

                    AnyEvidence.AssertSame(await awake.ReadAsync(Token), await sleeping.ReadAsync(Token));
                },
                iter: 60,
                threads: 1
            );
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task RestAsync(SqliteLedger ledger, DateTimeOffset now)
    {
        var what = Dormancy.In(await ledger.ReadAsync(EvidenceScope.Alive, Token), [], Policy.Lives, now);
        foreach (var some in what.InBatchesOfParties(2))
        {
            await ledger.RestAsync(some, Token);
        }
    }

    private static FindingEvidence At(Sighting sighting, DateTimeOffset now, bool isArchived)
    {
        var at = now - (Now - sighting.LastSeen) / 10;
        return new FindingEvidence
        {
            State = new FindingState
            {
                Key = sighting.Key.Finding,
                UpdatedAt = at,
                Archived = isArchived,
                Severity = sighting.Severity,
            },
            Sightings = [sighting with { FirstSeen = at, LastSeen = at, Supported = isArchived || sighting.Supported is null ? null : at }],
            OwnAddresses = [],
        };
    }

    private static Act At(Act act, DateTimeOffset now, string id) => act with { Id = id, At = now, Until = act.Until + (now - act.At) };

    private static ImmutableArray<string> Answers(LedgerContent ledger, DateTimeOffset now) =>
        [
            .. Decide(ledger, Policy, now)
                .Where(decision => decision.Verdict is not Verdict.Ignore)
                .Select(decision => $"{decision.Indicator} {Told(decision.Inbound)} {Told(decision.Outbound)}"),
        ];

    private static string Told(DirectionAnswer answer) => $"{answer.Verdict} {answer.Reason} {answer.Severity} {answer.Until:O}";
}
