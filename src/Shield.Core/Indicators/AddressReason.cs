namespace Shield.Core.Indicators;

/// <summary>Why an address may never be blocked, as far as the address alone tells.</summary>
public static class AddressReason
{
    /// <summary>A row of IANA's special-purpose registries, or one that such a row replaced.</summary>
    public const string SpecialPurpose = "special-purpose";

    /// <summary>224.0.0.0/4 or ff00::/8, which stand in neither registry.</summary>
    public const string Multicast = "multicast";

    /// <summary>IPv6 outside 2000::/3, the only global unicast assigned so far (RFC 4291 section 2.4).</summary>
    public const string NotGlobalUnicast = "not-global-unicast";

    /// <summary>A resolver that everybody's machines use.</summary>
    public const string PublicResolver = "public-resolver";

    /// <summary>One of the 13 root servers.</summary>
    public const string RootServer = "root-server";
}
