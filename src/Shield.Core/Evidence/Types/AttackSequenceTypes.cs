using System.Collections.Immutable;
using static Shield.Core.Evidence.Condition;
using static Shield.Core.Evidence.Place;
using static Shield.Core.Evidence.RowVerdict;
using static Shield.Core.Evidence.Types.AwsPage;
using static Shield.Core.Evidence.Types.TableRow;

namespace Shield.Core.Evidence.Types;

/// <summary>Attack sequences: only an endpoint that a MALICIOUS_IP indicator names is a party; the others may be our victims or our own callers.</summary>
internal static class AttackSequenceTypes
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        Row("AttackSequence:EC2/CompromisedInstanceGroup", Sequence, [BlockOutbound.If(MaliciousIp, Outbound), BlockInbound.If(MaliciousIp, Inbound), Hold],    "sequence",   Sequences, "endpoint listed by MALICIOUS_IP: bad; others may be victims of our scan or flood, or API callers"),
        Row("AttackSequence:ECS/CompromisedCluster",       Sequence, [BlockOutbound.If(MaliciousIp, Outbound), BlockInbound.If(MaliciousIp, Inbound), Hold],    "sequence",   Sequences, "endpoint listed by MALICIOUS_IP: bad; others unknown"),
        Row("AttackSequence:EKS/CompromisedCluster",       Sequence, [BlockOutbound.If(MaliciousIp, Outbound), BlockInbound.If(ApiCallers, MaliciousIp), Hold], "sequence",   Sequences, "endpoint listed by MALICIOUS_IP: bad; others may be API callers"),
        Row("AttackSequence:IAM/CompromisedCredentials",   Sequence, [BlockInbound.If(ApiCallers, MaliciousIp), Hold],                                          "api-caller", Sequences, "API callers"),
        Row("AttackSequence:S3/CompromisedData",           Sequence, [BlockInbound.If(ApiCallers, MaliciousIp), Hold],                                          "api-caller", Sequences, "API callers"),
    ];
}
