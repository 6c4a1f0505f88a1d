using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Condition;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>Clients of a managed database, which runs no agent that could block them.</summary>
internal static class RdsTypes
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        // On a threat list.
        Row("CredentialAccess:RDS/MaliciousIPCaller.FailedLogin",          RdsLoginAttempt, [BlockInbound.If(RdsLogins), Hold], "db-login", Rds, "client on an AWS threat list"),
        Row("CredentialAccess:RDS/MaliciousIPCaller.SuccessfulLogin",      RdsLoginAttempt, [BlockInbound.If(RdsLogins), Hold], "db-login", Rds, "client on an AWS threat list"),
        Row("Discovery:RDS/MaliciousIPCaller",                             RdsLoginAttempt, [BlockInbound.If(RdsLogins), Hold], "db-login", Rds, "prober on an AWS threat list, no login"),
        Row("CredentialAccess:RDS/TorIPCaller.FailedLogin",                RdsLoginAttempt, [BlockInbound.If(RdsLogins), Hold], "tor",      Rds, "Tor exit node"),
        Row("CredentialAccess:RDS/TorIPCaller.SuccessfulLogin",            RdsLoginAttempt, [BlockInbound.If(RdsLogins), Hold], "tor",      Rds, "Tor exit node"),
        Row("Discovery:RDS/TorIPCaller",                                   RdsLoginAttempt, [BlockInbound.If(RdsLogins), Hold], "tor",      Rds, "Tor exit node"),

        // By model and not by list; may be our own application.
        Row("CredentialAccess:RDS/AnomalousBehavior.FailedLogin",          RdsLoginAttempt, [Hold],                             "anomaly",  Rds, "login client, may be our own app"),
        Row("CredentialAccess:RDS/AnomalousBehavior.SuccessfulBruteForce", RdsLoginAttempt, [Hold],                             "anomaly",  Rds, "public login client, by model not by list"),
        Row("CredentialAccess:RDS/AnomalousBehavior.SuccessfulLogin",      RdsLoginAttempt, [Hold],                             "anomaly",  Rds, "login client, may be private and our own"),
    ];
}
