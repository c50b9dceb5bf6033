import { graphql } from "./gql/gql.ts";

// Admin operations on users.

export const ListUsers = graphql(`
  query ListUsers($filter: UserFilter, $first: Int, $after: String) {
    users(filter: $filter, first: $first, after: $after) {
      totalCount
      edges { cursor node { id subject name email roles revokedRoles disabledAt disabledReason } }
      pageInfo { hasNextPage }
    }
  }
`);

export const ReadUser = graphql(`
  query ReadUser($id: ID!) {
    user(id: $id) { id subject roles revokedRoles disabledAt disabledReason }
  }
`);

export const DisableUser = graphql(`
  mutation DisableUser($userId: ID!, $reason: String = "Left the company") {
    disableUser(input: { userId: $userId, reason: $reason }) {
      user { id roles revokedRoles disabledAt disabledReason }
    }
  }
`);

export const EnableUser = graphql(`
  mutation EnableUser($userId: ID!) {
    enableUser(userId: $userId) { user { id disabledAt disabledReason } }
  }
`);

export const RevokeRole = graphql(`
  mutation RevokeRole($userId: ID!, $role: Role!) {
    revokeRole(userId: $userId, role: $role) { user { id roles revokedRoles } }
  }
`);

export const RestoreRole = graphql(`
  mutation RestoreRole($userId: ID!, $role: Role!) {
    restoreRole(userId: $userId, role: $role) { user { id roles revokedRoles } }
  }
`);
