namespace Shield.PceSimulator.Policy;

/// <summary>
/// The kinds of objects that are drafted and provisioned here. Rules belong to their rule set (docs/pce.md#8-draft-and-active).
/// </summary>
internal enum PolicyKind
{
    IpLists,
    Services,
    RuleSets,
    LabelGroups,
}

internal static class PolicyKinds
{
    public static readonly PolicyKind[] All = [PolicyKind.IpLists, PolicyKind.Services, PolicyKind.RuleSets, PolicyKind.LabelGroups];

    /// <summary>As in paths and in a change_subset.</summary>
    public static string Plural(this PolicyKind kind) =>
        kind switch
        {
            PolicyKind.IpLists => "ip_lists",
            PolicyKind.Services => "services",
            PolicyKind.RuleSets => "rule_sets",
            _ => "label_groups",
        };

    /// <summary>As in the names of events.</summary>
    public static string Singular(this PolicyKind kind) => kind.Plural()[..^1];

    public static bool TryRead(string plural, out PolicyKind kind)
    {
        kind = All.FirstOrDefault(kind => kind.Plural() == plural);
        return kind.Plural() == plural;
    }
}
