using System.Text.Json.Nodes;
using Shield.Core.Ledger;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

public sealed class A_DynamoDB_ledger(MotoServer moto) : LedgerContract
{
    private readonly List<DynamoDbStore> _stores = [];

    protected override SchemaVersion OwnSchema => new(1, 5);

    protected override async Task<Func<Task<ILedger>>> NewStoreAsync()
    {
        var store = await DynamoDbStore.CreateAsync(moto, TestContext.Current.CancellationToken);
        _stores.Add(store);
        return () => Task.FromResult<ILedger>(store.Open());
    }

    protected override async Task<SchemaVersion> ReadSchemaAsync()
    {
        var item = (await moto.ItemsAsync(_stores[0].Table)).Single(item => item["sk"].S is "schema");
        var noted = JsonNode.Parse(item["json"].S)!;
        return new SchemaVersion((int)noted["major"]!, (int)noted["minor"]!);
    }

    protected override async Task WriteSchemaAsync(SchemaVersion version)
    {
        foreach (
            var (partition, sort, json) in ((string, string, string)[])
                [
                    ("prod#lease", "schema", $$"""{"major":{{version.Major}},"minor":{{version.Minor}},"since":"a later version"}"""),
                    ("prod#history", "later#1", """{"what":"nobody here knows"}"""),
                    ("prod#later", "later#1", """{"what":"nobody here knows"}"""),
                ]
        )
        {
            await moto.PutAsync(
                _stores[0].Table,
                new()
                {
                    ["pk"] = new() { S = partition },
                    ["sk"] = new() { S = sort },
                    ["json"] = new() { S = json },
                }
            );
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _stores.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
    }
}
