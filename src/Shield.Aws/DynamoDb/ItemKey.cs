using Amazon.DynamoDBv2.Model;

namespace Shield.Aws.DynamoDb;

/// <summary>The table's two key attributes, <c>pk</c> and <c>sk</c>.</summary>
internal readonly record struct ItemKey(string Partition, string Sort)
{
    public static ItemKey Of(Item item) => new(item.Text("pk"), item.Text("sk"));

    public Item ToItem() =>
        new()
        {
            ["pk"] = new AttributeValue { S = Partition },
            ["sk"] = new AttributeValue { S = Sort },
        };

    public override string ToString() => $"{Partition} / {Sort}";
}
