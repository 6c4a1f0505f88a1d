namespace Shield.Core.Findings;

/// <summary>
/// How AWS marks the sample findings that GuardDuty makes on request: by a flag, and with placeholders in fields that it fills.
/// </summary>
internal static class SampleMark
{
    public const string PlaceholderInstance = "i-99999999";
    private const string Placeholder = "GeneratedFinding";

    /// <summary>Old samples have no flag, only placeholders. "[SAMPLE]" in a title does not count (docs/guardduty.md#4-samples).</summary>
    public static bool IsOn(FindingJson finding) =>
        finding.Service is { IsSample: true } or { HasPlaceholder: true }
        || finding.Resource is { InstanceId: PlaceholderInstance } or { HasPlaceholder: true };

    public static bool IsPlaceholder(ReadOnlySpan<char> text) => text.StartsWith(Placeholder, StringComparison.Ordinal);
}
