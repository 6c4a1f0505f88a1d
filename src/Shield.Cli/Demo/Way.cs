namespace Shield.Cli.Demo;

/// <summary>A way in, and what the firewalls would do about a new connection on it.</summary>
/// <param name="From">A party's address.</param>
/// <param name="To">A workload's hostname.</param>
/// <param name="By">The decision, and the rule that made it where there is one: <c>override_deny /orgs/1/…/deny_rules/3</c>.</param>
public sealed record Way(string From, string To, int Port, bool Allowed, string By);
