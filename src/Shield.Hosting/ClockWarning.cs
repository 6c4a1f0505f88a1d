using Shield.Core.Ledger;

namespace Shield.Hosting;

/// <summary>The PCE's clock is a second opinion about ours.</summary>
public static class ClockWarning
{
    /// <param name="ahead">How far the PCE's clock is ahead of ours; null where it is not known.</param>
    /// <returns>For people; null where the two agree.</returns>
    public static string? Of(TimeSpan? ahead) =>
        ahead is { } skew && skew.Duration() > DatedAhead.Tolerance
            ? $"the clock of this machine and the PCE's differ by {skew.Duration().TotalSeconds:0} s: the PCE's is "
                + $"{(skew > TimeSpan.Zero ? "ahead" : "behind")}; set both by NTP"
            : null;
}
