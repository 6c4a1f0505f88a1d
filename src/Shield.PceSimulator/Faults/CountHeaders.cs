namespace Shield.PceSimulator.Faults;

/// <summary>What a collection that lost rows says of their number.</summary>
public enum CountHeaders
{
    /// <summary>How many there would have been.</summary>
    Honest,

    /// <summary>As many as were sent.</summary>
    Deceiving,

    Absent,
}
