using System.Globalization;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    private static readonly Indicator Party = Numbered.Evidence(1).Sightings[0].Key.Indicator;

    [Fact]
    public async Task Reads_no_party_at_rest_but_where_it_is_asked_for()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync([Numbered.Evidence(1), Numbered.Evidence(2)], Token);

        Assert.Equal(2, await ledger.RestAsync(Resting(Numbered.Evidence(1)), Token));

        ledger = await OpenAsync();
        Assert.Equal("2 2", await NumbersAsync(ledger, EvidenceScope.Alive));
        Assert.Equal("1 2 2", await NumbersAsync(ledger, EvidenceScope.AliveAnd([Party])));
        Assert.Equal("1", await NumbersAsync(ledger, EvidenceScope.Only([Party])));
        Assert.Equal("1 1 2 2", await NumbersAsync(ledger, EvidenceScope.Everything));
        Assert.Equal("", await NumbersAsync(ledger, EvidenceScope.Only([])));
        Assert.Equal(2, (await ledger.ReadAsync(EvidenceScope.Alive, Token)).OwnAddresses.Length);
    }

    [Fact]
    public async Task Reads_with_a_sighting_the_state_of_its_finding_at_rest_or_not()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync([Numbered.Evidence(1), Numbered.Evidence(2)], Token);
        await ledger.RestAsync(Resting(Numbered.Evidence(1)), Token);

        Assert.Contains(Numbered.Evidence(2).State, (await ledger.ReadAsync(EvidenceScope.Alive, Token)).States);
        Assert.Contains(Numbered.Evidence(1).State, (await ledger.ReadAsync(EvidenceScope.Only([Party]), Token)).States);
        Assert.Contains(Numbered.Evidence(1).State, (await ledger.ReadAsync(EvidenceScope.AliveAnd([Party]), Token)).States);
    }

    [Fact]
    public async Task Wakes_a_party_whole_when_something_new_is_told_of_it()
    {
        var ledger = await OpenAsync();
        var (first, second) = (Numbered.Evidence(1), Numbered.Evidence(2));
        var again = second with { Sightings = [second.Sightings[0] with { Key = second.Sightings[0].Key with { Indicator = Party } }] };
        await ledger.RecordAsync([first], Token);
        await ledger.RestAsync(Resting(first), Token);

        await (await OpenAsync()).RecordAsync([again], Token);

        var alive = await ledger.ReadAsync(EvidenceScope.Alive, Token);
        Assert.Equal(
            [first.Sightings[0].Key, again.Sightings[0].Key],
            alive.Sightings.Select(sighting => sighting.Key).OrderBy(key => key.Finding)
        );
        Assert.Contains(first.State, alive.States);
        Assert.Contains(again.State, alive.States);
        Assert.Equal(3, (await ledger.ReadAsync(Token)).Sightings.Length);
    }

    [Fact]
    public async Task Takes_what_it_is_told_again_of_a_party_at_rest_for_known_and_wakes_it()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync([Numbered.Evidence(1)], Token);
        await ledger.RestAsync(Resting(Numbered.Evidence(1)), Token);

        Assert.Equal([false], await ledger.RecordAsync([Numbered.Evidence(1)], Token));

        Assert.Equal("1 1", await NumbersAsync(ledger, EvidenceScope.Alive));
    }

    [Fact]
    public async Task Wakes_a_party_that_an_act_is_about()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync([Numbered.Evidence(1)], Token);
        await ledger.RestAsync(Resting(Numbered.Evidence(1)), Token);

        await ledger.AppendAsync([Numbered.Act(1)], Token);

        Assert.Equal("1", await NumbersAsync(ledger, EvidenceScope.Alive));
    }

    [Fact]
    public async Task Wakes_an_address_that_a_name_led_to()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync([Numbered.Evidence(1)], Token);
        await ledger.RestAsync(Resting(Numbered.Evidence(1)), Token);
        var name = Indicator.Parse("evil.example.org").Domain!;

        await ledger.RecordResolutionsAsync([Resolution.Of(name, Party.Range, TimeSpan.FromHours(1), Numbered.Time(1))], Token);

        Assert.Equal("1", await NumbersAsync(ledger, EvidenceScope.Alive));
    }

    [Fact]
    public async Task Wakes_whom_it_is_told_to_and_nobody_else()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync([Numbered.Evidence(1), Numbered.Evidence(2)], Token);
        await ledger.RestAsync(Resting(Numbered.Evidence(1), Numbered.Evidence(2)), Token);

        await ledger.WakeAsync([Party, Indicator.Parse("192.0.2.200")], Token);

        Assert.Equal("1", await NumbersAsync(ledger, EvidenceScope.Alive));
        Assert.Equal("1 1 2 2", await NumbersAsync(ledger, EvidenceScope.Everything));
    }

    [Fact]
    public async Task Puts_no_party_to_rest_of_which_it_knows_more_than_was_read()
    {
        var ledger = await OpenAsync();
        var first = Numbered.Evidence(1);
        await ledger.RecordAsync([first], Token);
        var read = Resting(first);
        var other = Numbered.Evidence(2);
        await (await OpenAsync()).RecordAsync(
            [
                first with
                {
                    Sightings = [first.Sightings[1] with { Count = 2 }],
                },
                other with
                {
                    Sightings = [other.Sightings[0] with { Key = other.Sightings[0].Key with { Indicator = Party } }],
                },
            ],
            Token
        );

        Assert.Equal(0, await ledger.RestAsync(read, Token));

        Assert.Equal(3, (await ledger.ReadAsync(EvidenceScope.Alive, Token)).Sightings.Length);
        Assert.Equal(0, await ledger.RestAsync(Resting(Numbered.Evidence(3)), Token));
    }

    [Fact]
    public async Task Tells_page_by_page_who_is_at_rest()
    {
        var ledger = await OpenAsync();
        var all = Enumerable.Range(1, 30).Select(Numbered.Evidence).ToArray();
        await ledger.RecordAsync(all, Token);
        await ledger.RestAsync(Resting(all[..25]), Token);
        var (told, states, pages, from) = (new List<Sighting>(), new HashSet<FindingState>(), 0, (string?)null);
        do
        {
            var page = await ledger.ReadRestingAsync(from, most: 7, Token);
            Assert.InRange(page.Sightings.Select(sighting => sighting.Key.Indicator).Distinct().Count(), 0, 7);
            told.AddRange(page.Sightings);
            states.UnionWith(page.States);
            from = page.Next;
            pages++;
        } while (from is not null);

        Assert.InRange(pages, 8, 50);
        Assert.Equal(
            all[..25].SelectMany(one => one.Sightings).OrderBy(sighting => sighting.Key.Finding).ThenBy(sighting => sighting.Key.Indicator),
            told.OrderBy(sighting => sighting.Key.Finding).ThenBy(sighting => sighting.Key.Indicator)
        );
        Assert.Superset(all[..25].Select(one => one.State).ToHashSet(), states);
    }

    [Fact]
    public async Task Remembers_how_far_the_upkeep_has_come()
    {
        var ledger = await OpenAsync();
        Assert.Null(await ledger.ReadUpkeepAsync(Token));

        await ledger.NoteUpkeepAsync(new UpkeepNote("one", "here"), Token);
        await ledger.NoteUpkeepAsync(new UpkeepNote("two", WakingFrom: null), Token);

        Assert.Equal(new UpkeepNote("two", WakingFrom: null), await (await OpenAsync()).ReadUpkeepAsync(Token));
    }

    private static Forgettable Resting(params FindingEvidence[] evidence) =>
        Forgettable.Nothing with
        {
            Sightings = [.. evidence.SelectMany(one => one.Sightings)],
            States = [.. evidence.Select(one => one.State)],
        };

    /// <summary>The numbers of the evidence that the sightings are of.</summary>
    private static async Task<string> NumbersAsync(ILedger ledger, EvidenceScope scope) =>
        string.Join(
            ' ',
            (await ledger.ReadAsync(scope, Token))
                .Sightings.Select(sighting => int.Parse(sighting.Key.Finding.Id, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
                .Order()
        );
}
