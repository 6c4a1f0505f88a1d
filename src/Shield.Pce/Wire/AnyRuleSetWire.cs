using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Pce.Wire;

/// <summary>Anybody's rule set, as exclusion mode looks at it: which IP lists stand on which side of which rule.</summary>
internal sealed record AnyRuleSetWire : IHasHref, IJsonOnDeserialized
{
    public required string Href { get; init; }
    public required string Name { get; init; }
    public required bool Enabled { get; init; }
    public string? ExternalDataSet { get; init; }
    public string? ExternalDataReference { get; init; }
    public string? UpdateType { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public HrefWire? UpdatedBy { get; init; }
    public HrefWire? DeletedBy { get; init; }
    public required AnyRuleWire[] Rules { get; init; }
    public AnyRuleWire[]? DenyRules { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Items.MustBeThere("rules", Rules);
        Items.MustBeThere("deny_rules", DenyRules);
    }
}

/// <summary>An allow rule or a deny rule. Its sides are kept as they came: what we do not know of them must survive a PUT.</summary>
internal sealed record AnyRuleWire
{
    public required string Href { get; init; }
    public bool? Enabled { get; init; }
    public string? Description { get; init; }
    public string? UpdateType { get; init; }
    public required JsonElement[] Providers { get; init; }
    public required JsonElement[] Consumers { get; init; }

    /// <summary>26.3 (schema sec_rules_put): the side means everything but what it names.</summary>
    public bool? AllIpsExceptForInConsumers { get; init; }
    public bool? AllIpsExceptForInProviders { get; init; }
}

/// <summary>The PUT of one side of a rule, and of nothing else of it.</summary>
internal sealed record RuleSideBody
{
    public JsonElement[]? Providers { get; init; }
    public JsonElement[]? Consumers { get; init; }
}
