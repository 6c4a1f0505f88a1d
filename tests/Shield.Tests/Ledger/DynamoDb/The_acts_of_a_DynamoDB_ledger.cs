using Amazon.DynamoDBv2.Model;
using Shield.Core.Ledger;
using Shield.LedgerWriter;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>Their chain, beside versions that knew none and hands that edit the table.</summary>
public sealed class The_acts_of_a_DynamoDB_ledger(MotoServer moto) : DynamoDbTest(moto)
{
    [Fact]
    public async Task That_an_older_version_recorded_become_the_first_links_with_the_first_lease()
    {
        await PutAsOldAsync(2);
        await PutAsOldAsync(1);
        var ledger = Store.Open();
        Assert.Equal(ActChainHead.Start, (await ledger.ReadAsync(Token)).ActChain.Head);

        await ledger.TryTakeLeaseAsync(LeaseState.Initial, new LeaseHolder("h", "b", 1, Numbered.Time(1)), Numbered.Time(60), Token);
        await Store.Open().AppendAsync([Numbered.Act(3)], Token);

        var content = await ledger.ReadAsync(Token);
        Assert.Equal([Numbered.Act(1), Numbered.Act(2), Numbered.Act(3)], content.Acts);
        Assert.Equal(content.Acts.Aggregate(ActChainHead.Start, (head, act) => head.Link(act).Head), content.ActChain.Head);
        Assert.Empty(content.ActChain.Unlinked);
    }

    /// <summary>A laptop that still has the older version: its act counts, and is named.</summary>
    [Fact]
    public async Task That_an_older_version_records_afterwards_count_and_are_named()
    {
        await Store.Open().AppendAsync([Numbered.Act(1)], Token);
        await PutAsOldAsync(2);

        var content = await Store.Open().ReadAsync(Token);

        Assert.Equal([Numbered.Act(1), Numbered.Act(2)], content.Acts);
        Assert.Equal(1, content.ActChain.Head.Sequence);
        Assert.Equal(["act-2"], content.ActChain.Unlinked);
    }

    [Theory]
    [InlineData(1, "number 1 is missing")]
    [InlineData(2, "number 2 is missing")]
    [InlineData(4, "3 act(s) follow each other, and 4 were recorded")]
    public async Task Are_missed_where_somebody_took_one_out(int number, string why)
    {
        await RecordAsync();
        await Moto.ForgetAsync(Store.Table, (await ItemAsync(number))["pk"].S, (await ItemAsync(number))["sk"].S);

        await RefusedAsync(why);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Are_refused_where_somebody_changed_one(int number)
    {
        await RecordAsync();
        var item = await ItemAsync(number);
        item["json"].S = item["json"].S.Replace($"number {number}", "another reason", StringComparison.Ordinal);
        await Moto.PutAsync(Store.Table, item);

        await RefusedAsync("changed");
    }

    [Fact]
    public async Task Are_refused_where_somebody_took_out_where_they_end_or_set_it_back()
    {
        await RecordAsync();
        var end = (await Moto.ItemsAsync(Store.Table)).Single(item => item["sk"].S is "acts");
        var third = await ItemAsync(3);
        await Moto.PutAsync(
            Store.Table,
            new Dictionary<string, AttributeValue>(end) { ["actSequence"] = third["actSequence"], ["actHash"] = third["actHash"] }
        );
        await RefusedAsync("act 'act-4' has number 4");

        await Moto.ForgetAsync(Store.Table, end["pk"].S, end["sk"].S);
        await RefusedAsync("the end of the acts is not noted any more");
        await Assert.ThrowsAsync<LedgerException>(() => Store.Open().AppendAsync([Numbered.Act(5)], Token));
    }

    [Fact]
    public async Task Are_refused_where_somebody_put_one_in_with_a_number()
    {
        await RecordAsync();
        var item = await ItemAsync(3);
        item["sk"].S = "act#AAAAAAAAAAAAAAAAAAAAAA";
        await Moto.PutAsync(Store.Table, item);

        await RefusedAsync("was put into the acts");
    }

    /// <summary>Two of an older version, then two of this one.</summary>
    private async Task RecordAsync()
    {
        await PutAsOldAsync(1);
        await PutAsOldAsync(2);
        await Store.Open().AppendAsync([Numbered.Act(3)], Token);
        await Store.Open().AppendAsync([Numbered.Act(4)], Token);
    }

    private async Task RefusedAsync(string why)
    {
        var fault = await Assert.ThrowsAsync<LedgerException>(() => Store.Open().ReadAsync(Token));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Contains("changed outside Shield", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>As version 0.1.0 put it: the text, and no place in a chain.</summary>
    private async Task PutAsOldAsync(int number)
    {
        var scratch = await DynamoDbStore.CreateAsync(Moto, Token);
        await scratch.Open().AppendAsync([Numbered.Act(number)], Token);
        var item = (await Moto.ItemsAsync(scratch.Table)).Single(one => one["sk"].S.StartsWith("act#", StringComparison.Ordinal));
        item.Remove("actSequence");
        item.Remove("actHash");
        await Moto.PutAsync(Store.Table, item);
        scratch.Dispose();
    }

    private async Task<Dictionary<string, AttributeValue>> ItemAsync(int number) =>
        (await Moto.ItemsAsync(Store.Table)).Single(item =>
            item["sk"].S.StartsWith("act#", StringComparison.Ordinal)
            && item["json"].S.Contains($"\"act-{number}\"", StringComparison.Ordinal)
        );
}
