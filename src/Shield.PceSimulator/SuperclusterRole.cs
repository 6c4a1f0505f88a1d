namespace Shield.PceSimulator;

/// <summary>A member of a supercluster can be read only; its leader takes the writes (docs/pce.md#19-health-and-superclusters).</summary>
public enum SuperclusterRole
{
    Standalone,
    Leader,
    Member,
}
