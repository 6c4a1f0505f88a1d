namespace Shield.Aws.DynamoDb;

/// <summary>Which sort keys of a partition are asked for.</summary>
internal readonly record struct SortRange(string Condition, string Value)
{
    public static SortRange StartingWith(string prefix) => new("begins_with(sk, :sort)", prefix);

    public static SortRange Before(string bound) => new("sk < :sort", bound);
}
