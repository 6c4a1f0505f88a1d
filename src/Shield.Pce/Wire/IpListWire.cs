using System.Text.Json.Serialization;

namespace Shield.Pce.Wire;

/// <summary>An IP list as the PCE answers it (docs/pce.md#5-ip-lists). A list without a description has no such key.</summary>
internal sealed record IpListWire : IHasHref, IJsonOnDeserialized
{
    public required string Href { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? ExternalDataSet { get; init; }
    public string? ExternalDataReference { get; init; }
    public required IpRangeWire[] IpRanges { get; init; }
    public FqdnWire[]? Fqdns { get; init; }
    public string? UpdateType { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public HrefWire? UpdatedBy { get; init; }
    public HrefWire? CreatedBy { get; init; }

    /// <summary>Of a list that is pending deletion.</summary>
    public HrefWire? DeletedBy { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Items.MustBeThere("ip_ranges", IpRanges);
        Items.MustBeThere("fqdns", Fqdns);
    }
}

internal sealed record IpRangeWire
{
    public required string FromIp { get; init; }
    public string? ToIp { get; init; }
    public string? Description { get; init; }

    /// <summary>Written only where it is true; the PCE always gives it back.</summary>
    public bool? Exclusion { get; init; }
}

internal sealed record FqdnWire
{
    public required string Fqdn { get; init; }
    public string? Description { get; init; }
}

internal sealed record HrefWire
{
    public required string Href { get; init; }
}

/// <summary>The PUT of a list. It changes what it names and nothing else (docs/pce.md#5-ip-lists).</summary>
internal sealed record IpListEntriesBody
{
    public required IpRangeWire[] IpRanges { get; init; }

    /// <summary>Null to leave them as they are.</summary>
    public required FqdnWire[]? Fqdns { get; init; }
}

/// <summary>The PUT of a list's description: its entries stay as they are.</summary>
internal sealed record IpListDescriptionBody
{
    /// <summary>Empty for none.</summary>
    public required string Description { get; init; }
}

internal sealed record NewIpListBody
{
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required string ExternalDataSet { get; init; }
    public required string ExternalDataReference { get; init; }
    public required IpRangeWire[] IpRanges { get; init; }
}
