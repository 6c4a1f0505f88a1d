using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

/// <summary>What a later version left in the store, and what this one makes of it.</summary>
public abstract partial class LedgerContract
{
    /// <summary>The version that the store's programs write now.</summary>
    protected abstract SchemaVersion OwnSchema { get; }

    /// <summary>Past the ledger: what the store notes of its own form.</summary>
    protected abstract Task<SchemaVersion> ReadSchemaAsync();

    /// <summary>Past the ledger: as a later version would leave the store, with something of its own beside what is known.</summary>
    protected abstract Task WriteSchemaAsync(SchemaVersion version);

    /// <summary>The last three are names that a careless parser takes for a kind.</summary>
    [Theory]
    [InlineData("Prophecy")]
    [InlineData("1")]
    [InlineData("Intent, Outcome")]
    [InlineData("outcome")]
    public async Task Keeps_a_record_of_a_later_version_and_goes_on_after_it(string kind)
    {
        var ledger = await OpenAsync();
        var fence = (await TakeAsync(ledger, 1)).Fence;
        var intent = HistoryRecord.After(null, HistoryKind.Intent, Numbered.Time(1), "{}");
        var later = HistoryRecord.After(intent, kind, Numbered.Time(2), """{"what":"nobody here knows"}""");
        var outcome = HistoryRecord.After(later, HistoryKind.Outcome, Numbered.Time(3), "{}");
        foreach (var record in new[] { intent, later, outcome })
        {
            await ledger.AppendHistoryAsync(fence, record, null, Token);
        }

        var tail = await (await OpenAsync()).ReadHistoryAsync(DateTimeOffset.MinValue, Token);

        Assert.Equal([intent, later, outcome], tail.Records);
        Assert.Equal((HistoryKind.Later, kind), (tail.Records[1].Kind, tail.Records[1].KindName));
        Assert.Empty(LedgerProof.InHistory(tail));
        Assert.Equal([intent, later, outcome], (await ledger.ReadHistoryAsync(Numbered.Time(9), Token)).Records);
    }

    [Fact]
    public async Task Verifies_a_record_of_a_later_version_like_any_other()
    {
        var ledger = await OpenAsync();
        var fence = (await TakeAsync(ledger, 1)).Fence;
        var later = HistoryRecord.After(null, "Prophecy", Numbered.Time(1), "{}");

        foreach (var changed in new[] { later with { Content = "{ }" }, later with { KindName = "Prophecies" } })
        {
            await Assert.ThrowsAsync<LedgerException>(() => ledger.AppendHistoryAsync(fence, changed, null, Token));
            Assert.NotEmpty(LedgerProof.InHistory(new HistoryTail([changed], null)));
        }

        Assert.Empty((await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token)).Records);
    }

    [Fact]
    public async Task Reads_on_and_writes_on_where_a_later_minor_version_was()
    {
        var later = OwnSchema with { Minor = OwnSchema.Minor + 7 };
        var ledger = await OpenAsync();
        await ledger.RecordAsync([Numbered.Evidence(1)], Token);
        await ledger.AppendAsync([Numbered.Act(1)], Token);
        Assert.Equal(OwnSchema, await ReadSchemaAsync());
        await WriteSchemaAsync(later);

        var again = await OpenAsync();
        await again.RecordAsync([Numbered.Evidence(2)], Token);
        await again.AppendAsync([Numbered.Act(2)], Token);
        var fence = (await TakeAsync(again, 1)).Fence;
        await again.AppendHistoryAsync(fence, First, Numbered.Baseline(1, First.Hash), Token);

        var content = await (await OpenAsync()).ReadAsync(Token);
        Assert.Equal((2, 2), (content.States.Length, content.Acts.Length));
        Assert.Equal(later, await ReadSchemaAsync());
    }

    [Fact]
    public async Task Refuses_what_a_later_major_version_wrote_and_names_both()
    {
        var later = new SchemaVersion(OwnSchema.Major + 1, 2);
        await (await OpenAsync()).AppendAsync([Numbered.Act(1)], Token);
        await WriteSchemaAsync(later);

        foreach (
            var call in new Func<ILedger, Task>[]
            {
                ledger => ledger.ReadAsync(Token),
                ledger => ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token),
                ledger => ledger.RecordAsync([Numbered.Evidence(1)], Token),
                ledger => ledger.AppendAsync([Numbered.Act(2)], Token),
                ledger => TakeAsync(ledger, 1),
            }
        )
        {
            var fault = await Assert.ThrowsAsync<LedgerException>(async () => await call(await OpenAsync()));
            Assert.Contains(
                $"written by a newer Shield: it has layout {later}, this one knows {OwnSchema}. Nothing was changed",
                fault.Message,
                StringComparison.Ordinal
            );
        }

        await WriteSchemaAsync(OwnSchema);
        Assert.Single((await (await OpenAsync()).ReadAsync(Token)).Acts);
    }
}
