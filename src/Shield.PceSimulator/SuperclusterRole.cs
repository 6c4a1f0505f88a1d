namespace Shield.PceSimulator;

/// <summary>A member of a supercluster can be read only; its leader takes the writes (pce-api.md 4).</summary>
public enum SuperclusterRole
{
    Standalone,
    Leader,
    Member,
}
