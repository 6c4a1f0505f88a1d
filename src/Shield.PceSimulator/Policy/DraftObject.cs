namespace Shield.PceSimulator.Policy;

/// <summary>An object in the draft; perhaps one whose deletion waits to be provisioned (docs/pce.md#8-draft-and-active).</summary>
internal sealed record DraftObject(PolicyObject Object, Stamp? Deleted)
{
    /// <summary>Who touched it last, deletion included.</summary>
    public Stamp Touched => Deleted ?? Object.Updated;
}
