using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>Acts, each under its own id: the first word stands.</summary>
internal sealed class ActItems(LedgerTable table, LedgerKeys keys)
{
    private const int PutsAtOnce = 16;

    public static Act Read(Item item) => LedgerJson.Read(item.Text("json"), LedgerJson.Terse.ActJson).ToAct();

    public Task AppendAsync(IReadOnlyList<Act> acts, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        acts.DistinctBy(act => act.Id),
        new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellationToken },
        async (act, cancel) =>
        {
            var item = keys.OfAct(act.Id).ToItem();
            item["json"] = LedgerJson.Write(ActJson.Of(act), LedgerJson.Terse.ActJson).ToAttribute();
            await table.PutAsync(item, seen: null, cancel);
        });
}
