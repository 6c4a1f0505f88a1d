using System.Text;
using Shield.Core.FindingTypes;

namespace Shield.Tests.FindingTypes;

/// <summary>
/// docs/findings.md is made from the table. To write it anew:
/// <c>SHIELD_WRITE_DOCS=1 ./test --filter-class '*The_document_of_finding_types'</c>.
/// </summary>
public sealed class The_document_of_finding_types
{
    private static readonly string File = RepositoryFolder.Path("docs", "findings.md");

    [Fact]
    public void Says_what_the_table_says()
    {
        if (Environment.GetEnvironmentVariable("SHIELD_WRITE_DOCS") is "1")
        {
            System.IO.File.WriteAllText(File, Document());
        }

        Assert.Equal(Document(), System.IO.File.ReadAllText(File));
    }

    private static string Document()
    {
        var text = new StringBuilder(
            $"""
            # What Shield makes of every GuardDuty finding

            Made from the table in `src/Shield.Core/FindingTypes/Rows/`. Do not edit: change the table, then run
            `SHIELD_WRITE_DOCS=1 ./test --filter-class '*The_document_of_finding_types'`.

            AWS's pages state facts, not verdicts: the verdicts are ours. {TypeTable.All.Length} types, {TypeTable.All.Count(type =>
                type.IsRetired
            )} of them retired or renamed (*old*) but still in exports.
            A type that is not here is held with `unknown-type` until somebody has looked at it. Names compare without case.

            * **Where** is the part of a finding that names its remote parties. A finding is read wherever it names one,
              whatever its row says; one that names nobody is accepted and gives no sighting. `local*`, `resource` and texts
              are never read for a party.
            * **Verdict**: the first step that fits. TARGET and ACTOR are `resourceRole`, INBOUND and OUTBOUND
              `connectionDirection`; a missing one satisfies no condition. MALICIOUS_IP, TOR_IP and CRYPTOMINING_IP: that
              indicator of an attack sequence, or of one of its signals, has the endpoint's own address or name among its
              values. ApiCallers and RdsLogins are the operator's switches (`Policy:ApiCallers`, `Policy:RdsLogins`):
              `block` takes the step, `hold` passes it over, `ignore` ignores the party.
            * **Reason** is the code that decisions carry; a step that has one of its own shows it beside its verdict. Where
              a finding names two ends of a connection and nothing says which of them is ours, no step blocks: the party is
              held with `role-unclear`.

            Before the row is asked, samples, archived findings, findings marked as not useful, stale ones and those below
            `Policy:MinimumSeverity` are ignored; whatever never-block covers is never blocked.

            | type | where | verdict | reason | who the remote party is |
            |---|---|---|---|---|

            """
        );
        foreach (var type in TypeTable.All)
        {
            text.AppendLine(
                $"| {(type.IsRetired ? "*old* " : "")}[{type.Name}]({type.Page}) | {PlaceOf(type.Place)} "
                    + $"| {string.Join("; ", type.Rule.Select(StepOf))} | `{type.Reason}` | {type.RemoteParty} |"
            );
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string PlaceOf(Place place) =>
        place switch
        {
            Place.NetworkConnection => "`networkConnectionAction`",
            Place.PortProbe => "`portProbeAction`, every detail",
            Place.DnsRequest => "`dnsRequestAction.domain`",
            Place.AwsApiCall => "`awsApiCallAction`",
            Place.KubernetesApiCall => "`kubernetesApiCallAction`",
            Place.RdsLoginAttempt => "`rdsLoginAttemptAction`",
            Place.Sequence => "`detection.sequence`",
            _ => "nowhere",
        };

    private static string StepOf(RuleStep step)
    {
        var conditions = step.Conditions is [] ? "" : $"{string.Join(" and ", step.Conditions.Select(ConditionOf))}: ";
        return $"{conditions}{VerdictOf(step.Verdict)}{(step.Reason is null ? "" : $" (`{step.Reason}`)")}";
    }

    private static string ConditionOf(Condition condition) =>
        condition switch
        {
            Condition.ApiCallers or Condition.RdsLogins => condition.ToString(),
            Condition.MaliciousIp => "MALICIOUS_IP",
            Condition.TorIp => "TOR_IP",
            Condition.CryptominingIp => "CRYPTOMINING_IP",
            _ => condition.ToString().ToUpperInvariant(),
        };

    private static string VerdictOf(RowVerdict verdict) =>
        verdict switch
        {
            RowVerdict.BlockInbound => "**block inbound**",
            RowVerdict.BlockOutbound => "**block outbound**",
            RowVerdict.BlockBoth => "**block both ways**",
            RowVerdict.Hold => "hold",
            _ => "ignore",
        };
}
