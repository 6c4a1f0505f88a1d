using System.Text.Json.Serialization;

namespace Shield.Pce.Wire;

internal sealed record ServiceWire
{
    public required string Href { get; init; }
    public required string Name { get; init; }
}

internal sealed record LabelWire
{
    public required string Href { get; init; }
    public required string Key { get; init; }
    public required string Value { get; init; }
    public bool? Deleted { get; init; }
}

internal sealed record WorkloadWire : IJsonOnDeserialized
{
    public required string Href { get; init; }
    public string? Name { get; init; }
    public string? Hostname { get; init; }
    public string? EnforcementMode { get; init; }
    public bool? Online { get; init; }
    public InterfaceWire[]? Interfaces { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Items.MustBeThere("interfaces", Interfaces);
    }
}

internal sealed record InterfaceWire
{
    public string? Name { get; init; }
    public string? Address { get; init; }
}
