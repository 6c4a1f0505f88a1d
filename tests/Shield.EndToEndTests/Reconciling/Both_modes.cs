using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.EndToEndTests.Pce;
using Shield.EndToEndTests.Simulator;
using Shield.Pce.Installing;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>
/// Two PCEs with the same application, one guarded in each mode: for any threats the same parties lose the same ways in and out.
/// </summary>
public sealed class Both_modes : ExclusionTest
{
    // A small world, in which blocks, ranges and what is allowed meet; each party is asked for whether it is blocked or not.
    private static readonly ImmutableArray<string> World =
    [
        "45.95.11.7",
        "45.95.11.8",
        "45.95.11.9",
        "45.95.11.10",
        "45.95.11.15",
        "45.95.12.1",
        "2a01:4f9:c011:7a1e::2",
        "2a01:4f9:c011:7a1e::3",
    ];

    private static readonly ImmutableArray<string> Wide = ["45.95.11.8/30", "45.95.11.0/28", "2a01:4f9:c011:7a1e::/126"];

    private static readonly Gen<Threats> AnyThreats =
        from seen in Gen.Int[0, World.Length - 1].Select(i => World[i]).Array[0, 5]
        from called in Gen.Int[0, World.Length - 1].Select(i => World[i]).Array[0, 3]
        from blocked in Gen.Int[0, World.Length + Wide.Length - 1].Select(i => i < World.Length ? World[i] : Wide[i - World.Length]).Array[
            0,
            2
        ]
        from allowed in Gen.Int[0, World.Length - 1].Select(i => World[i]).Array[0, 2]
        select new Threats(seen, called, blocked, allowed);

    private readonly Deny _deny = new();

    [Fact]
    public async Task Take_the_same_ways_from_the_same_parties()
    {
        await _deny.InitializeAsync();
        var open = await Reach(Admin);
        var lost = 0;
        try
        {
            await _deny.Prepare();
            await Narrow();
            await AnyThreats.SampleAsync(
                async threats =>
                {
                    await Live(threats);
                    await _deny.Live(threats);
                    var (excluded, denied) = (await Reach(Admin), await Reach(_deny.Hands));
                    lost += excluded.Except(open).Count();
                    return excluded.SequenceEqual(denied);
                },
                iter: 25,
                threads: 1
            );
            Assert.True(lost > 0, "nobody ever lost a way");
        }
        finally
        {
            await _deny.DisposeAsync();
        }
    }

    private Task Live(Threats threats) =>
        Live(this, threats, Record, (kind, party) => Do(kind, party, TimeSpan.FromHours(1)), Clock.Advance, () => Reconcile());

    /// <summary>What was before has run out; then all of it happens, and one reconcile.</summary>
    private static async Task Live(
        LoopTest world,
        Threats threats,
        Func<Sighting[], Task> record,
        Func<ActKind, string, Task> act,
        Action<TimeSpan> pass,
        Func<Task> reconcile
    )
    {
        pass(TimeSpan.FromDays(40));
        await record([
            .. threats.Seen.Distinct().Select((party, i) => Sight(party, $"f{Guid.NewGuid():N}{i}", "Recon:EC2/PortProbeUnprotectedPort")),
        ]);
        await record([
            .. threats.Called.Distinct().Select((party, i) => Sight(party, $"c{Guid.NewGuid():N}{i}", "Backdoor:EC2/C&CActivity.B")),
        ]);
        foreach (var party in threats.Blocked.Distinct())
        {
            await act(ActKind.Block, party);
        }

        foreach (var party in threats.Allowed.Distinct())
        {
            await act(ActKind.Allow, party);
        }

        await reconcile();
        foreach (var party in threats.Allowed.Distinct())
        {
            await act(ActKind.Disallow, party);
        }

        Sighting Sight(string party, string id, string type) =>
            world switch
            {
                Both_modes here => here.Seen(party, id: id, type: type),
                Deny there => there.Sight(party, id, type),
                _ => throw new InvalidOperationException(),
            };
    }

    private static async Task<string[]> Reach(PceHands hands)
    {
        var answers = new List<string>();
        foreach (var party in World)
        {
            foreach (
                var (from, to, port) in new[]
                {
                    (party, Web, 443),
                    (party, Web, 22),
                    (party, "app-1.shop.example", 8080),
                    ("app-1.shop.example", party, 443),
                    ("db-1.shop.example", party, 53),
                }
            )
            {
                var reach = await hands.Get(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"/sim/v1/reach?from={Uri.EscapeDataString(from)}&to={Uri.EscapeDataString(to)}&port={port}&proto=6"
                    )
                );
                answers.Add($"{from} {to} {port} {reach["allowed"]}");
            }
        }

        return [.. answers];
    }

    private sealed record Threats(string[] Seen, string[] Called, string[] Blocked, string[] Allowed)
    {
        public override string ToString() =>
            $"seen {string.Join(' ', Seen)}; called {string.Join(' ', Called)}; blocked {string.Join(' ', Blocked)}; "
            + $"allowed {string.Join(' ', Allowed)}";
    }

    /// <summary>The other world.</summary>
    private sealed class Deny : LoopTest
    {
        public PceHands Hands => Admin;

        public Task<InstallationResult> Prepare() => Install();

        public Sighting Sight(string party, string id, string type) => Seen(party, id: id, type: type);

        public Task Live(Threats threats) =>
            Both_modes.Live(
                this,
                threats,
                Record,
                (kind, party) => Do(kind, party, TimeSpan.FromHours(1)),
                Clock.Advance,
                () => Reconcile()
            );
    }
}
