namespace Shield.PceSimulator.Policy;

/// <summary>Which object, whatever its version: draft and active hrefs differ only in the path segment.</summary>
internal readonly record struct PolicyKey(PolicyKind Kind, long Id) : IComparable<PolicyKey>
{
    public int CompareTo(PolicyKey other) => Kind == other.Kind ? Id.CompareTo(other.Id) : Kind.CompareTo(other.Kind);
}
