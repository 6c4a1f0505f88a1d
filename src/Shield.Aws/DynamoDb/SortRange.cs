namespace Shield.Aws.DynamoDb;

/// <summary>Which sort keys of a partition are asked for.</summary>
/// <param name="End">The last of them, where the condition names it (<c>:end</c>).</param>
internal readonly record struct SortRange(string Condition, string Value, string? End = null)
{
    public static SortRange From(string first, string end) => new("sk BETWEEN :sort AND :end", first, end);

    public static SortRange StartingWith(string prefix) => new("begins_with(sk, :sort)", prefix);

    public static SortRange Before(string bound) => new("sk < :sort", bound);
}
