using Shield.Core.Ledger;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Links_each_act_to_the_ones_before_it()
    {
        var ledger = await OpenAsync();
        var head = ActChainHead.Start;
        Assert.Equal(head, (await ledger.ReadAsync(Token)).ActChain.Head);
        foreach (var number in (int[])[2, 1, 3])
        {
            await ledger.AppendAsync([Numbered.Act(number)], Token);

            head = head.Link(Numbered.Act(number)).Head;
            Assert.Equal(head, (await (await OpenAsync()).ReadAsync(Token)).ActChain.Head);
        }

        await ledger.AppendAsync([Numbered.Act(2) with { Why = "another reason" }], Token);
        Assert.Equal(head, (await ledger.ReadAsync(Token)).ActChain.Head);
    }

    /// <summary>More than one transaction of any store takes.</summary>
    [Fact]
    public async Task Links_acts_that_come_by_the_hundred()
    {
        var ledger = await OpenAsync();
        var acts = Enumerable.Range(1, 230).Select(Numbered.Act).ToArray();

        await ledger.AppendAsync([.. acts[..120], .. acts[..3]], Token);
        await ledger.AppendAsync(acts, Token);

        var content = await ledger.ReadAsync(Token);
        Assert.Equal(acts, content.Acts);
        Assert.Equal(acts.Aggregate(ActChainHead.Start, (head, act) => head.Link(act).Head), content.ActChain.Head);
    }

    [Fact]
    public async Task Keeps_which_act_a_withdrawal_takes_back_and_links_it()
    {
        var ledger = await OpenAsync();
        var withdrawal = Numbered.Act(2) with { Kind = ActKind.Withdraw, Withdraws = "act-1" };
        await ledger.AppendAsync([Numbered.Act(1), withdrawal], Token);

        var content = await (await OpenAsync()).ReadAsync(Token);
        Assert.Equal([Numbered.Act(1), withdrawal], content.Acts);
        Assert.Equal(ActChainHead.Start.Link(Numbered.Act(1)).Head.Link(withdrawal).Head, content.ActChain.Head);
        Assert.NotEqual(ActChainHead.Start.Link(withdrawal).Hash, ActChainHead.Start.Link(withdrawal with { Withdraws = "act-7" }).Hash);
    }

    /// <summary>Commands record acts without the lease, each as it comes.</summary>
    [Fact]
    public async Task Links_acts_of_several_writers_at_once_into_one_chain()
    {
        const int Writers = 6;
        const int Each = 8;
        var ledgers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => OpenAsync()));

        await Task.WhenAll(
            ledgers.Select(
                (ledger, writer) =>
                    Task.Run(
                        async () =>
                        {
                            for (var i = 1; i <= Each; i++)
                            {
                                await ledger.AppendAsync([Numbered.Act((writer * Each) + i), Numbered.Act(1_000)], Token);
                            }
                        },
                        Token
                    )
            )
        );

        var content = await (await OpenAsync()).ReadAsync(Token);
        Assert.Equal((Writers * Each) + 1, content.Acts.Length);
        Assert.Equal(content.Acts.Length, content.ActChain.Head.Sequence);
        Assert.Empty(content.ActChain.Unlinked);
    }

    /// <summary>A reading goes on beside them, and never takes what comes meanwhile for an edit.</summary>
    [Fact]
    public async Task Gives_a_whole_chain_while_acts_are_recorded()
    {
        var ledger = await OpenAsync();
        var writing = Task.Run(
            async () =>
            {
                var other = await OpenAsync();
                for (var number = 1; number <= 40; number++)
                {
                    await other.AppendAsync([Numbered.Act(number)], Token);
                }
            },
            Token
        );

        while (!writing.IsCompleted)
        {
            var content = await ledger.ReadAsync(Token);
            Assert.Equal(content.Acts.Length, content.ActChain.Head.Sequence);
        }

        await writing;
        Assert.Equal(40, (await ledger.ReadAsync(Token)).Acts.Length);
    }

    /// <summary>
    /// An intent that has no outcome yet lies after the last outcome: both are needed, the one for what was to be changed, the other for
    /// what was active before.
    /// </summary>
    [Fact]
    public async Task Gives_the_last_outcome_too_where_an_intent_follows_it()
    {
        var ledger = await OpenAsync();
        var fence = (await TakeAsync(ledger, 1)).Fence;
        var chain = Chain(
            (HistoryKind.Intent, 1, "1"),
            (HistoryKind.Outcome, 2, "2"),
            (HistoryKind.KeptBack, 3, "3"),
            (HistoryKind.Intent, 4, "4"),
            (HistoryKind.KeptBack, 5, "5")
        );
        foreach (var record in chain)
        {
            await ledger.AppendHistoryAsync(fence, record, null, Token);
        }

        Assert.Equal(chain[1..], (await ledger.ReadHistoryAsync(Numbered.Time(99), Token)).Records);
    }
}
