using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Forgets_what_it_is_told_to_and_nothing_else()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync([Numbered.Evidence(1), Numbered.Evidence(2)], Token);
        await ledger.AppendAsync([Numbered.Act(1)], Token);

        Assert.Equal(4, await ledger.ForgetAsync(All(Numbered.Evidence(1)), Token));

        var left = Numbered.Evidence(2);
        AnyEvidence.AssertSame(
            new LedgerContent
            {
                Sightings = left.Sightings,
                States = [left.State],
                OwnAddresses = left.OwnAddresses,
                Acts = [Numbered.Act(1)],
                Resolutions = [],
            },
            await (await OpenAsync()).ReadAsync(Token)
        );
        Assert.Equal(0, await ledger.ForgetAsync(All(Numbered.Evidence(1)), Token));
        Assert.Equal(0, await ledger.ForgetAsync(Forgettable.Nothing, Token));
    }

    [Fact]
    public async Task Forgets_nothing_into_which_something_was_merged_meanwhile()
    {
        var ledger = await OpenAsync();
        var first = Numbered.Evidence(1);
        await ledger.RecordAsync([first], Token);
        var seen = All(first);

        var again = first with
        {
            State = first.State with { UpdatedAt = Numbered.Time(60) },
            Sightings = [first.Sightings[0] with { Count = 2 }],
            OwnAddresses = [first.OwnAddresses[0] with { LastSeen = Numbered.Time(60) }],
        };
        await (await OpenAsync()).RecordAsync([again], Token);

        Assert.Equal(1, await ledger.ForgetAsync(seen, Token));
        AnyEvidence.AssertSame(
            LedgerContent.Empty with
            {
                Sightings = again.Sightings,
                States = [again.State],
                OwnAddresses = again.OwnAddresses,
            },
            await ledger.ReadAsync(Token)
        );
    }

    [Fact]
    public async Task Holds_what_is_told_again_after_it_was_forgotten()
    {
        var ledger = await OpenAsync();
        var evidence = Numbered.Evidence(1);
        await ledger.RecordAsync([evidence], Token);
        await ledger.ForgetAsync(All(evidence), Token);

        Assert.Equal([true], await ledger.RecordAsync([evidence], Token));

        Assert.Equal(2, (await ledger.ReadAsync(Token)).Sightings.Length);
    }

    [Fact]
    public async Task Forgets_a_thousand_at_once()
    {
        var ledger = await OpenAsync();
        var all = Enumerable.Range(1, 400).Select(Numbered.Evidence).ToArray();
        await ledger.RecordAsync(all, Token);

        Assert.Equal(1_600, await ledger.ForgetAsync(All(all), Token));

        AnyEvidence.AssertSame(LedgerContent.Empty, await ledger.ReadAsync(Token));
    }

    private static Forgettable All(params FindingEvidence[] evidence) =>
        new()
        {
            Sightings = [.. evidence.SelectMany(one => one.Sightings)],
            States = [.. evidence.Select(one => one.State)],
            OwnAddresses = [.. evidence.SelectMany(one => one.OwnAddresses)],
        };
}
