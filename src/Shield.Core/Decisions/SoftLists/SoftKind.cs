using Shield.Core.FindingTypes;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>What sits at the addresses, or names, of a soft list; that, and not who owns them, says what is done.</summary>
public enum SoftKind
{
    /// <summary>CDN edges, load balancers of clouds, fronts of mail and SaaS: behind one address is everybody.</summary>
    FrontDoor,

    /// <summary>
    /// Resolvers that anybody put on the Internet: many of ours may ask them, and whoever runs one got onto the list by himself.
    /// </summary>
    OpenResolver,

    /// <summary>Defenders' machines.</summary>
    Sinkhole,

    /// <summary>Names that everybody asks for.</summary>
    TopSite,

    /// <summary>Machines that anybody can rent: most attackers sit there, and the address changes hands.</summary>
    Rentable,
}

public static class SoftKinds
{
    /// <summary>The word of the settings, and the reason code.</summary>
    public static string ToWord(this SoftKind kind) =>
        kind switch
        {
            SoftKind.FrontDoor => ReasonCode.FrontDoor,
            SoftKind.OpenResolver => ReasonCode.OpenResolver,
            SoftKind.Sinkhole => ReasonCode.Sinkhole,
            SoftKind.TopSite => ReasonCode.TopSite,
            _ => ReasonCode.Rentable,
        };

    /// <summary>False for what is blocked all the same, with half the life.</summary>
    public static bool IsHeld(this SoftKind kind) => kind is not SoftKind.Rentable;

    public static bool HoldsNames(this SoftKind kind) => kind is SoftKind.TopSite;
}
