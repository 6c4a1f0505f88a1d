using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class Names_to_resolve
{
    [Fact]
    public void Are_those_that_are_blocked_and_no_others()
    {
        var ledger = Known(
            [
                Seen("evil.net", "Backdoor:EC2/C&CActivity.B!DNS"),
                Seen("hole.net", "Trojan:EC2/BlackholeTraffic!DNS", "f2"),
                Seen("rebind.net", "UnauthorizedAccess:EC2/MetadataDNSRebind", "f3"),
                Seen("undone.net", "Backdoor:EC2/C&CActivity.B!DNS", "f4"),
                Seen(Attacker, id: "f5"),
            ],
            [Did(ActKind.Unblock, "undone.net")]
        );
        Assert.Equal(["evil.net"], Due(ledger));
    }

    [Fact]
    public void Are_none_where_names_cannot_be_listed()
    {
        var ledger = Known([Seen("evil.net", "Backdoor:EC2/C&CActivity.B!DNS")]);
        Assert.Empty(NamesToResolve.Of(Core.Decisions.Decide.All(ledger, Context(ledger)), [], Now, 10));
    }

    [Theory]
    [InlineData(29, 0, false)]
    [InlineData(30, 0, true)]
    [InlineData(59, 7_200, false)]
    [InlineData(60, 7_200, true)]
    public void Are_resolved_again_after_half_the_life_of_what_is_known(int minutesAgo, int timeToLive, bool isDue)
    {
        var ledger = Blocked(1) with
        {
            Resolutions =
            [
                Led(0, "45.95.11.9", minutesAgo, timeToLive),
                Led(0, "45.95.11.8", 300, 86_400),
                Led(0, "45.95.11.7", minutesAgo, 86_400),
            ],
        };
        Assert.Equal(isDue ? ["n0.net"] : [], Due(ledger));
    }

    [Fact]
    public void Are_bounded_and_those_resolved_longest_ago_come_first()
    {
        var ledger = Blocked(20) with { Resolutions = [.. Enumerable.Range(0, 20).Select(i => Led(i, "45.95.11.9", 100 + i))] };
        Assert.Equal(["n19.net", "n18.net", "n17.net", "n16.net"], Due(ledger, most: 4));
    }

    [Fact]
    public void Leave_room_for_those_of_which_nothing_is_known_and_ask_for_each_of_them_sooner_or_later()
    {
        // Twenty that live and need renewal, and forty that lead nowhere.
        var ledger = Blocked(60) with
        {
            Resolutions = [.. Enumerable.Range(0, 20).Select(i => Led(i, "45.95.11.9", 100 + i))],
        };
        var decisions = DecisionsOn(ledger);
        var asked = new HashSet<string>();
        for (var minute = 0; minute < 200; minute++)
        {
            var names = NamesToResolve.Of(decisions, ledger.Resolutions, Now + TimeSpan.FromMinutes(minute), 8);
            Assert.Equal(8, names.Length);
            Assert.Equal(6, names.Count(name => ledger.Resolutions.Any(one => one.Domain == name)));
            asked.UnionWith(names.Select(name => name.Text));
        }

        Assert.Equal(6 + 40, asked.Count);
    }

    private static ImmutableArray<string> Due(LedgerContent ledger, int most = 10) =>
        [.. NamesToResolve.Of(DecisionsOn(ledger), ledger.Resolutions, Now, most).Select(name => name.Text)];

    private static ImmutableArray<Decision> DecisionsOn(LedgerContent ledger) =>
        Core.Decisions.Decide.All(ledger, Context(ledger) with { Domains = DomainSupport.On });

    private static LedgerContent Blocked(int names) =>
        Known(Enumerable.Range(0, names).Select(i => Seen($"n{i}.net", "Backdoor:EC2/C&CActivity.B!DNS", $"f{i}")));

    private static Resolution Led(int number, string address, int minutesAgo, int timeToLive = 0) =>
        Resolution.Of(
            Indicator.Parse($"n{number}.net").Domain!,
            AddressRange.Parse(address),
            TimeSpan.FromSeconds(timeToLive),
            Now - TimeSpan.FromMinutes(minutesAgo)
        );
}
