using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>
/// Custom detection rules (since September 2026): they share the shape of attack sequences, and their endpoints are our own administrators.
/// </summary>
internal static class CustomRuleTypes
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        Row("CredentialAccess:EC2/UnsecuredCredentials",                    Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("CredentialAccess:RDS/ModifyAuthenticationProcess",             Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("DefenseImpairment:EC2/DisableOrModifyTools",                   Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("DefenseImpairment:Organizations/DisableOrModifyTools",         Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("DefenseImpairment:Organizations/ModifyCloudResourceHierarchy", Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("DefenseImpairment:RDS/ModifyAuthenticationProcess",            Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("DefenseImpairment:Route53Resolver/DisableOrModifyTools",       Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("DefenseImpairment:S3/DisableOrModifyTools",                    Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Execution:SageMaker/CommandAndScriptingInterpreter",           Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Exfiltration:EC2/TransferDataToCloudAccount",                  Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Exfiltration:RDS/TransferDataToCloudAccount",                  Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Exfiltration:S3/TransferDataToCloudAccount",                   Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Impact:S3/DataDestruction",                                    Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Impact:SES/ResourceHijacking",                                 Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("InitialAccess:IAM/ValidAccounts",                              Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("InitialAccess:RDS/ExploitPublicFacingApplication",             Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("LateralMovement:EC2/RemoteServices",                           Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Persistence:EC2/BootOrLogonInitializationScripts",             Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Persistence:EC2/ExternalRemoteServices",                       Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Persistence:IAM/AccountManipulation",                          Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Persistence:Lambda/AccountManipulation",                       Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Persistence:Lambda/ModifyAuthenticationProcess",               Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("Persistence:RolesAnywhere/AccountManipulation",                Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("PrivilegeEscalation:IAM/AccountManipulation",                  Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
        Row("ResourceDevelopment:SES/CompromiseAccounts",                   Sequence, [Ignore], "own-admin", CustomRules, "our own principal that made the API call"),
    ];
}
