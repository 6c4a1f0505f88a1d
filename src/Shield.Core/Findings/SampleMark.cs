namespace Shield.Core.Findings;

/// <summary>Is it one of the sample findings that GuardDuty makes on request?</summary>
internal static class SampleMark
{
    private const string PlaceholderInstance = "i-99999999";
    private const string Placeholder = "GeneratedFinding";

    /// <summary>By its flag; old ones have none, and show AWS's placeholders in fields that AWS fills. The console's "[SAMPLE]" is only the console's.</summary>
    public static bool IsOn(FindingJson finding) =>
        string.Equals(finding.Service?.Sample, "true", StringComparison.OrdinalIgnoreCase)
        || finding.Resource.InstanceId is PlaceholderInstance
        || IsPlaceholder(finding.Resource.AccessKeyId)
        || IsPlaceholder(finding.Service?.ThreatListName)
        || Contacts(finding.Service?.Action).Any(contact => IsPlaceholder(contact.Remote));

    private static IEnumerable<ContactJson> Contacts(ActionJson? action) =>
        [.. action?.Connection is { } connection ? [connection] : Array.Empty<ContactJson>(), .. action?.Probes ?? []];

    private static bool IsPlaceholder(EndJson remote) =>
        IsPlaceholder(remote.AsnOrganization) || IsPlaceholder(remote.Isp) || IsPlaceholder(remote.Organization);

    private static bool IsPlaceholder(string? text) => text?.StartsWith(Placeholder, StringComparison.Ordinal) is true;
}
