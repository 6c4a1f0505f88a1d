using System.Text.Json.Serialization;

namespace Shield.Pce.Wire;

/// <summary>A rule set and its deny rules; a PCE without deny rules leaves them out (docs/pce.md#11-deny-rules).</summary>
internal sealed record RuleSetWire : IHasHref, IJsonOnDeserialized
{
    public required string Href { get; init; }
    public required string Name { get; init; }
    public required bool Enabled { get; init; }
    public string? ExternalDataSet { get; init; }
    public string? ExternalDataReference { get; init; }
    public string? UpdateType { get; init; }
    public required ScopeLabelWire[][] Scopes { get; init; }
    public DenyRuleWire[]? DenyRules { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Items.MustBeThere("scopes", Scopes);
        Items.MustBeThere("deny_rules", DenyRules);
        Array.ForEach(Scopes, inner => Items.MustBeThere("scopes", inner));
    }
}

internal sealed record ScopeLabelWire
{
    public bool? Exclusion { get; init; }
    public HrefWire? Label { get; init; }
    public HrefWire? LabelGroup { get; init; }
}

internal sealed record DenyRuleWire : IJsonOnDeserialized
{
    public required string Href { get; init; }
    public bool? Enabled { get; init; }
    public bool? Override { get; init; }
    public string? Description { get; init; }
    public string? NetworkType { get; init; }
    public string? UpdateType { get; init; }
    public required ActorWire[] Providers { get; init; }
    public required ActorWire[] Consumers { get; init; }
    public required IngressServiceWire[] IngressServices { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Items.MustBeThere("providers", Providers);
        Items.MustBeThere("consumers", Consumers);
        Items.MustBeThere("ingress_services", IngressServices);
    }
}

/// <summary>One side of a rule: exactly one of its members is there.</summary>
internal sealed record ActorWire
{
    public string? Actors { get; init; }
    public bool? Exclusion { get; init; }
    public HrefWire? IpList { get; init; }
    public HrefWire? Label { get; init; }
    public HrefWire? LabelGroup { get; init; }
    public HrefWire? Workload { get; init; }
}

/// <summary>A service by href, or a port of its own without one.</summary>
internal sealed record IngressServiceWire
{
    public string? Href { get; init; }
}

internal sealed record NewRuleSetBody
{
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required string ExternalDataSet { get; init; }
    public required string ExternalDataReference { get; init; }
    public required bool Enabled { get; init; }
    public required ScopeLabelWire[][] Scopes { get; init; }
}

internal sealed record RuleSetScopesBody(ScopeLabelWire[][] Scopes);

internal sealed record NewDenyRuleBody
{
    public required bool Enabled { get; init; }
    public required bool Override { get; init; }
    public required string Description { get; init; }
    public required string NetworkType { get; init; }
    public required ActorWire[] Providers { get; init; }
    public required ActorWire[] Consumers { get; init; }
    public required IngressServiceWire[] IngressServices { get; init; }
}
