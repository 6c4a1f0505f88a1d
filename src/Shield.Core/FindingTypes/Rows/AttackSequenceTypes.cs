using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Condition;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>
/// Attack sequences: every endpoint is a party. Those that an indicator names as malicious, Tor or cryptomining are judged by it. All
/// others are held, because they may be victims or callers of ours, and a critical finding must not disappear without a word
/// (docs/guardduty.md#8-attack-sequences-and-custom-rules).
/// </summary>
internal static class AttackSequenceTypes
{
    private static readonly ImmutableArray<RuleStep> TorAndCryptomining =
    [
        BlockOutbound.If(TorIp, Outbound).Because("tor"), BlockOutbound.If(CryptominingIp, Outbound).Because("crypto"),
    ];

    private static readonly ImmutableArray<RuleStep> Named =
    [
        BlockOutbound.If(MaliciousIp, Outbound), BlockInbound.If(MaliciousIp, Inbound), .. TorAndCryptomining, Hold,
    ];

    public static ImmutableArray<FindingType> Rows { get; } =
    [
        Row("AttackSequence:EC2/CompromisedInstanceGroup", Sequence, Named,
            "sequence", Sequences, "endpoint named by MALICIOUS_IP: bad; by TOR_IP or CRYPTOMINING_IP: as TorClient and BitcoinTool.B; others may be victims of our scan or flood, or API callers"),
        Row("AttackSequence:ECS/CompromisedCluster", Sequence, Named,
            "sequence", Sequences, "endpoint named by MALICIOUS_IP: bad; by TOR_IP or CRYPTOMINING_IP: as TorClient and BitcoinTool.B; others may be victims of our scan or flood, or API callers"),
        Row("AttackSequence:EKS/CompromisedCluster", Sequence,
            [BlockOutbound.If(MaliciousIp, Outbound), .. TorAndCryptomining, BlockInbound.If(ApiCallers, MaliciousIp), Hold],
            "sequence", Sequences, "endpoint listed by MALICIOUS_IP: bad; others may be API callers"),
        Row("AttackSequence:IAM/CompromisedCredentials",   Sequence, [BlockInbound.If(ApiCallers, MaliciousIp), Hold],                                          "api-caller", Sequences, "API callers"),
        Row("AttackSequence:S3/CompromisedData",           Sequence, [BlockInbound.If(ApiCallers, MaliciousIp), Hold],                                          "api-caller", Sequences, "API callers"),
    ];
}
