using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Condition;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>Functions: what their network activity shows.</summary>
internal static class LambdaTypes
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        // The function talks to them, and they are known to be bad.
        Row("Backdoor:Lambda/C&CActivity.B",                      NetworkConnection, [BlockBoth],                        "c2",         Lambda, "command-and-control server"),
        Row("Trojan:Lambda/DropPoint",                            NetworkConnection, [BlockBoth],                        "drop-point", Lambda, "drop point holding stolen data"),
        Row("UnauthorizedAccess:Lambda/TorClient",                NetworkConnection, [BlockOutbound],                    "tor",        Lambda, "Tor guard or authority node"),
        Row("UnauthorizedAccess:Lambda/TorRelay",                 NetworkConnection, [BlockOutbound.If(Outbound), Hold], "tor",        Lambda, "Tor node; INBOUND may be any Tor user"),
        Row("CryptoCurrency:Lambda/BitcoinTool.B",                NetworkConnection, [BlockOutbound],                    "crypto",     Lambda, "crypto node or pool; AWS: may be expected use"),
        Row("UnauthorizedAccess:Lambda/MaliciousIPCaller.Custom", NetworkConnection, [BlockBoth],                        "own-list",   Lambda, "address on our own threat list"),

        // A defender, or nobody.
        Row("Trojan:Lambda/BlackholeTraffic",                     NetworkConnection, [Hold],                             "sinkhole",   Lambda, "black hole or sinkhole"),
    ];
}
