namespace Shield.PceSimulator.Faults;

/// <summary>Before or after the call took effect, or while its answer is sent.</summary>
public enum Moment
{
    Before,
    After,
    Midway,
}
