namespace Shield.Core.FindingTypes;

/// <summary>What a threat list is for: <em>inbound</em>, they may not reach us; <em>outbound</em>, we may not reach them.</summary>
public enum Direction
{
    Inbound,
    Outbound,
}

/// <summary>A set of directions, since one party may be blocked in both.</summary>
[Flags]
public enum Directions
{
    None = 0,
    Inbound = 1,
    Outbound = 2,
    Both = Inbound | Outbound,
}

public static class DirectionWords
{
    public static Directions ToSet(this Direction direction) => direction is Direction.Inbound ? Directions.Inbound : Directions.Outbound;

    public static bool Has(this Directions set, Direction direction) => (set & direction.ToSet()) != 0;

    /// <summary>As in JSON, marks and names on the PCE.</summary>
    public static string ToWord(this Direction direction) => direction is Direction.Inbound ? "inbound" : "outbound";

    public static string ToWord(this Directions set) =>
        set switch
        {
            Directions.Inbound => "inbound",
            Directions.Outbound => "outbound",
            Directions.Both => "both",
            _ => "none",
        };
}
