namespace Shield.Aws.Detectors;

/// <summary>GuardDuty, as it runs in one account and region.</summary>
/// <param name="Id">Of the detector; there is one or none.</param>
/// <param name="IsEnabled">False: suspended, it finds nothing.</param>
/// <param name="Frequency">How often it reports a finding again: <c>FIFTEEN_MINUTES</c>, <c>ONE_HOUR</c> or <c>SIX_HOURS</c>; null where it
/// does not say.</param>
public sealed record Detector(string Id, bool IsEnabled, string? Frequency);
