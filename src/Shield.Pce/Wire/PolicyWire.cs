using System.Text.Json.Serialization;

namespace Shield.Pce.Wire;

/// <summary>POST sec_policy. Its change_subset can be neither absent nor empty: see ChangeSubset (law 4).</summary>
internal sealed record ProvisionBody
{
    public required string UpdateDescription { get; init; }
    public required ChangeSubsetWire ChangeSubset { get; init; }
}

/// <summary>PUT sec_policy/delete. Without a change_subset it would take back everybody's pending changes: see ChangeSubset.</summary>
internal sealed record RevertBody
{
    public required ChangeSubsetWire ChangeSubset { get; init; }
}

internal sealed record ChangeSubsetWire
{
    public HrefWire[]? IpLists { get; init; }
    public HrefWire[]? RuleSets { get; init; }
}

internal sealed record PolicyVersionWire
{
    public required long Version { get; init; }
    public required string? CommitMessage { get; init; }
    public HrefWire? CreatedBy { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>GET sec_policy/pending: <c>{}</c> when nothing is; other kinds are none of our business.</summary>
internal sealed record PendingWire : IJsonOnDeserialized
{
    public PendingObjectWire[]? IpLists { get; init; }
    public PendingObjectWire[]? RuleSets { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Items.MustBeThere("ip_lists", IpLists);
        Items.MustBeThere("rule_sets", RuleSets);
    }
}

internal sealed record PendingObjectWire
{
    public required string Href { get; init; }
}

/// <summary>The answer of GET policy_check. All three arrays are required (docs/pce.md#14-asking-the-policy).</summary>
internal sealed record PolicyCheckWire : IJsonOnDeserialized
{
    public required HrefWire[] SecRules { get; init; }
    public required HrefWire[] DenyRules { get; init; }
    public required HrefWire[] OverrideDenyRules { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Items.MustBeThere("sec_rules", SecRules);
        Items.MustBeThere("deny_rules", DenyRules);
        Items.MustBeThere("override_deny_rules", OverrideDenyRules);
    }
}
